package dev.vendaval.worker.host;

import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.worker.loader.UserClassLoader;
import java.nio.file.Path;
import java.util.List;

/** Where a worker gets the class loader of the user's classes from. */
public interface UserLoaders {
    /**
     * The loader for a topology; closed by the worker if it is a {@link UserClassLoader}.
     *
     * @throws IllegalArgumentException if its artifact cannot be read
     */
    ClassLoader loaderFor(WorkerOrder.Define order);

    /**
     * Loads the artifact, kept apart from our own dependencies; without an artifact the user's classes
     * are found by {@code fallback}.
     */
    static UserLoaders ofArtifacts(ClassLoader fallback) {
        return order ->
                order.artifactPath().isEmpty() ? fallback : UserClassLoader.of(List.of(Path.of(order.artifactPath())));
    }
}
