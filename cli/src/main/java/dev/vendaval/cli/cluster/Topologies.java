package dev.vendaval.cli.cluster;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.ServiceException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Calls for one topology by name; one that is not there is answered with the names nearest to it. */
final class Topologies {
    private static final int SHOWN_NAMES = 3;

    private Topologies() {}

    static TopologyInfo info(VendavalClient client, String name) {
        return call(client, name, client::info);
    }

    static TopologyExplanation explanation(VendavalClient client, String name) {
        return call(client, name, client::explain);
    }

    static void tell(VendavalClient client, String name, Consumer<String> call) {
        call(client, name, known -> {
            call.accept(known);
            return known;
        });
    }

    static <T> T call(VendavalClient client, String name, Function<String, T> call) {
        try {
            return call.apply(name);
        } catch (ServiceException e) {
            if (e.code() != Code.NOT_FOUND || e.hint() != null) {
                throw e;
            }
            throw CommandFailure.of(Code.NOT_FOUND, String.valueOf(e.getMessage()), nearest(client, name), e);
        }
    }

    private static String nearest(VendavalClient client, String name) {
        List<String> names = client.list().stream()
                .map(TopologySummary::name)
                .sorted(Comparator.comparingInt(known -> NearestName.distance(name, known)))
                .limit(SHOWN_NAMES)
                .toList();
        return names.isEmpty()
                ? "there are no topologies; submit one with: vendaval jar JAR CLASS"
                : "did you mean " + String.join(", ", names) + "?";
    }

    static Map<String, Object> statusOf(String name, String status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("status", status);
        return document;
    }
}
