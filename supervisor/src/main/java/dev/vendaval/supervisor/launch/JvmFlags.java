package dev.vendaval.supervisor.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * The one place for the flags that JVMs of ours get by default; bin/vendaval repeats those of commands and daemons, since
 * it runs before any JVM. Deliberately sets no collector for workers: the JVM's default fits most hosts, and a topology can
 * choose with topology.worker.jvm.options.
 */
public final class JvmFlags {
    /** From here on the JVM warns of what gRPC and Kryo do. */
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private static final List<String> ALLOWED_WITHOUT_WARNING =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** Netty's events for the flight recorder cost a tenth of a second in every JVM, and nobody records them. */
    private static final String NO_EVENTS_OF_NETTY = "-Dio.grpc.netty.shaded.io.netty.jfr.enabled=false";

    /** The JVM looks at its own counters twenty times a second otherwise, which is half of an idle daemon's wake-ups. */
    private static final String CALM_COUNTERS = "-XX:PerfDataSamplingInterval=1000";

    private JvmFlags() {}

    /** Of every JVM: command, daemon or worker. */
    public static List<String> ofEvery(int javaFeature) {
        List<String> flags = new ArrayList<>(allowed(javaFeature));
        flags.add(NO_EVENTS_OF_NETTY);
        flags.add(CALM_COUNTERS);
        return flags;
    }

    /** What is still allowed, but would be warned of on every start. */
    public static List<String> allowed(int javaFeature) {
        return javaFeature < FIRST_JAVA_THAT_WARNS ? List.of() : ALLOWED_WITHOUT_WARNING;
    }

    /** Of every worker, beside its heap; a topology's own options come later and win. */
    static List<String> ofWorkers(int javaFeature) {
        List<String> flags = ofEvery(javaFeature);
        flags.add("-XX:+ExitOnOutOfMemoryError");
        return flags;
    }
}
