package dev.vendaval.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submits a topology from {@code main} to wherever that {@code main} was started for: {@code vendaval jar} runs it on a
 * cluster, {@code vendaval local} in its own process. A unit test uses {@code dev.vendaval.local.LocalCluster} instead.
 */
public final class TopologySubmitter {
    // Written by the launcher before main starts, read by whichever thread of the user's submits.
    private static volatile @Nullable SubmissionBackend backend;

    private TopologySubmitter() {}

    /**
     * Submits a topology and waits, on a cluster, until its workers are up (unless {@code --no-wait} was given).
     *
     * @param name non-empty, without {@code / . : \} and white space, unique among live topologies
     * @param configuration of the topology: a {@link Config} or any map of plain data
     * @param topology to run
     * @return the id of the topology, unique over time
     * @throws SubmitException if it is refused, or no launcher runs this {@code main}
     */
    public static String submit(String name, Map<String, Object> configuration, Topology topology) {
        TopologyNames.check(name);
        if (topology == null) {
            throw SubmitException.invalid(
                    "topology '" + name + "' is null", "pass what TopologyBuilder.build() returns");
        }
        Map<String, Object> copy = PlainData.copyOf("topology '" + name + "'", configuration);
        SubmissionBackend installed = backend;
        if (installed == null) {
            throw new SubmitException(
                    SubmitException.Code.NO_CLUSTER,
                    "topology '" + name + "' cannot be submitted: this JVM was not started by vendaval",
                    "run it with 'vendaval jar JAR CLASS' on a cluster or 'vendaval local JAR CLASS' without one; in a"
                            + " test, use dev.vendaval.local.LocalCluster");
        }
        return installed.submit(name, copy, topology);
    }

    /**
     * Says where submitted topologies go from now on; for launchers only.
     *
     * @param launcher takes them; null: nobody does
     */
    public static void install(@Nullable SubmissionBackend launcher) {
        backend = launcher;
    }
}
