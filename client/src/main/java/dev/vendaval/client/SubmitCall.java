package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.artifact.ArtifactHash;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * One submit, up to its acceptance. When the connection is lost, upload and submit are repeated with the same id, which
 * Nimbus answers with success if it had accepted it already.
 */
final class SubmitCall {
    /** A take-over takes a session time-out of ZooKeeper, 10 s by default. */
    private static final Duration RETRY_FOR = Duration.ofSeconds(30);

    private final NimbusService nimbus;
    private final Caller caller;
    private final String submitId;
    private final CountDownLatch closed;

    SubmitCall(NimbusService nimbus, Caller caller, String submitId, CountDownLatch closed) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.submitId = submitId;
        this.closed = closed;
    }

    String submit(SubmitOrder order, SubmitOptions options, ProgressListener listener) {
        refuseTakenName(order.name());
        Deadline deadline = new Deadline(RETRY_FOR, closed);
        while (true) {
            try {
                return attempt(order, options, listener);
            } catch (ServiceException e) {
                if (!mayPass(e, order) || !deadline.pause()) {
                    throw e;
                }
                listener.progress("connection to Nimbus lost; trying again");
            }
        }
    }

    /** Upload and submit: the leader that has the jar may have died before it was told what for. */
    private String attempt(SubmitOrder order, SubmitOptions options, ProgressListener listener) {
        Path jar = order.jar();
        String artifact = jar == null ? null : upload(jar, listener);
        return nimbus.submit(
                caller,
                new SubmitRequest(
                        submitId, order.name(), order.config(), order.topology(), artifact, options.inactive()));
    }

    /** No leader, or a new one that never got the jar. */
    private boolean mayPass(ServiceException refused, SubmitOrder order) {
        if (refused.code() == Code.NO_CLUSTER) {
            return true;
        }
        return refused.code() == Code.INVALID_TOPOLOGY && order.jar() != null && !isUploaded(order.jar());
    }

    private boolean isUploaded(Path jar) {
        try {
            return nimbus.hasArtifact(caller, ArtifactHash.of(jar));
        } catch (IOException e) {
            throw unreadable(jar, e);
        }
    }

    /** Before anything is uploaded; Nimbus decides, this only answers sooner. */
    private void refuseTakenName(String name) {
        if (nimbus.list(caller).stream().anyMatch(topology -> topology.name().equals(name))) {
            throw new ServiceException(
                    Code.NAME_TAKEN,
                    "a topology named '" + name + "' is there already",
                    "kill it first (vendaval kill " + name + ") or choose another name");
        }
    }

    private String upload(Path jar, ProgressListener listener) {
        try {
            String sha256 = ArtifactHash.of(jar);
            if (nimbus.hasArtifact(caller, sha256)) {
                return sha256;
            }
            JarCheck.requireWhole(jar);
            listener.progress("uploading " + jar.getFileName() + " (" + megabytes(Files.size(jar)) + ")");
            try (InputStream content = Files.newInputStream(jar)) {
                nimbus.uploadArtifact(caller, sha256, content);
            }
            return sha256;
        } catch (IOException e) {
            throw unreadable(jar, e);
        }
    }

    private static ServiceException unreadable(Path jar, IOException cause) {
        return new ServiceException(
                Code.USAGE, "the jar " + jar + " cannot be read: " + cause.getMessage(), null, cause);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024.0));
    }
}
