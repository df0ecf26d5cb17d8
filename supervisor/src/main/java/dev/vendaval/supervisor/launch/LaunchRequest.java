package dev.vendaval.supervisor.launch;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import java.nio.file.Path;
import java.util.List;

/**
 * A worker to launch. What it shall run it learns from the supervisor once it has said hello.
 *
 * @param host where the worker's links listen
 * @param port of the slot, where the worker's links listen
 * @param supervisor where the worker says hello
 * @param directory exists and is the worker's own until it is gone
 * @param logFile where its output belongs; its directory exists
 * @param heapBytes the most heap the worker may use
 * @param jvmOptions further options, later ones win
 */
public record LaunchRequest(
        String topologyId,
        String host,
        int port,
        HostPort supervisor,
        Incarnation incarnation,
        Path directory,
        Path logFile,
        long heapBytes,
        List<String> jvmOptions) {
    public LaunchRequest {
        jvmOptions = List.copyOf(jvmOptions);
    }
}
