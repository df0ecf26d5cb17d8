package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.protocol.state.ClusterStateException;
import java.io.IOException;

/** What keeps a daemon from starting, as the user is told. */
final class DaemonFailure {
    private DaemonFailure() {}

    static CommandFailure cannotStart(String role, IOException cause) {
        return CommandFailure.of(
                Code.CONFIG,
                role + " cannot start: " + cause.getMessage(),
                "see " + role + ".host, " + role + ".port (0 = any free one) and local.dir",
                cause);
    }

    static CommandFailure noZooKeeper(ClusterStateException cause) {
        return CommandFailure.of(
                Code.NO_CLUSTER,
                String.valueOf(cause.getMessage()),
                "start one (vendaval dev-zookeeper) or set zookeeper.servers",
                cause);
    }
}
