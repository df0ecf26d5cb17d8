package dev.vendaval.tests.chaos;

import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.ClusterSummary;
import java.util.List;

/** Which of the Nimbus processes that a test has started leads. */
final class LeadingNimbus {
    private LeadingNimbus() {}

    /**
     * The one that the cluster says is leading now.
     *
     * @param nimbuses the processes
     * @param addresses theirs, in the same order
     * @throws java.util.NoSuchElementException if none leads just now
     */
    static Service among(List<Service> nimbuses, List<HostPort> addresses, VendavalClient client) {
        int port = client.cluster().nimbus().stream()
                .filter(ClusterSummary.Nimbus::leader)
                .mapToInt(ClusterSummary.Nimbus::port)
                .findFirst()
                .orElseThrow();
        for (int number = 0; number < nimbuses.size(); number++) {
            if (addresses.get(number).port() == port) {
                return nimbuses.get(number);
            }
        }
        throw new AssertionError("nobody was started on the leader's port " + port);
    }
}
