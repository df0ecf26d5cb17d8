package dev.vendaval.cli.console;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Finds out quickly that nobody listens at any seed, so that a person who forgot to start a cluster is told in two seconds
 * rather than after the whole time-out, which is there for a change of leaders.
 */
final class SeedProbe {
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 100;

    private SeedProbe() {}

    static void check(List<HostPort> seeds) {
        // Never opened: only for its bounded wait.
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + PROBE_NANOS;
        while (seeds.stream().noneMatch(SeedProbe::listens)) {
            if (System.nanoTime() - end > 0) {
                throw nobodyListens(seeds);
            }
            try {
                if (never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw nobodyListens(seeds);
            }
        }
    }

    private static boolean listens(HostPort seed) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(seed.host(), seed.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            // Nobody there, which is what is asked.
            return false;
        }
    }

    private static CommandFailure nobodyListens(List<HostPort> seeds) {
        String where = seeds.stream().map(HostPort::toString).collect(Collectors.joining(", "));
        return CommandFailure.of(
                Code.NO_CLUSTER,
                "no Nimbus reachable at " + where,
                "start one (vendaval nimbus), or a whole cluster on this machine (vendaval dev), or say where it is with"
                        + " nimbus.seeds in vendaval.yaml, --config FILE or -c 'nimbus.seeds=[\"HOST:PORT\"]'");
    }
}
