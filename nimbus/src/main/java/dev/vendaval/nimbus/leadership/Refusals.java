package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered to a request that cannot be for the name it gives, with what the caller can do. Pure. */
final class Refusals {
    private static final int MOST_NAMES = 20;

    private Refusals() {}

    /** @param status of the topology that has the name, if it is known */
    static ServiceException nameTaken(String name, @Nullable TopologyStatus status) {
        return new ServiceException(
                SubmitException.Code.NAME_TAKEN,
                "a topology named '" + name + "' exists" + (status == null ? "" : ", " + status),
                status == TopologyStatus.KILLED
                        ? "it is being killed; the name is free once vendaval list no longer shows it"
                        : "choose another name, or kill it first: vendaval kill " + name);
    }

    static ServiceException unreadable(SubmitException.Code code, String name, UnreadableTopology topology) {
        return new ServiceException(
                code,
                "a topology named '" + name + "' exists (" + topology.id() + "), but its records cannot be read: "
                        + topology.why(),
                "nothing of it is changed; it needs a Nimbus of the version that wrote it");
    }

    /** @param present the names that there are */
    static ServiceException unknown(String name, List<String> present) {
        List<String> named = present.stream().sorted().limit(MOST_NAMES).toList();
        return new ServiceException(
                SubmitException.Code.NOT_FOUND,
                "no topology named '" + name + "'",
                named.isEmpty() ? "no topology is running" : "there are: " + String.join(", ", named));
    }
}
