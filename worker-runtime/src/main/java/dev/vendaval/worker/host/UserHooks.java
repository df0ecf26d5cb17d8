package dev.vendaval.worker.host;

import dev.vendaval.api.WorkerContext;
import dev.vendaval.api.WorkerHook;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.loader.UserObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topology's worker hooks: started before any component is opened, shut down after all have been
 * cleaned up, each time on a thread of its own, since it is users' code and may block.
 */
final class UserHooks {
    private static final Logger log = LoggerFactory.getLogger(UserHooks.class);

    private final TopologyDefinition definition;
    private final ClassLoader loader;
    private final String threadName;
    private final List<WorkerHook> started = Collections.synchronizedList(new ArrayList<>());

    UserHooks(TopologyDefinition definition, ClassLoader loader, String threadName) {
        this.definition = definition;
        this.loader = loader;
        this.threadName = threadName;
    }

    /** Starts them in order; tells {@code done} what one threw, or null. */
    void start(WorkerContext context, Consumer<@Nullable Throwable> done) {
        List<byte[]> hooks = definition.topology().workerHooks();
        if (hooks.isEmpty()) {
            done.accept(null);
            return;
        }
        thread(() -> done.accept(startAll(hooks, context))).start();
    }

    private @Nullable Throwable startAll(List<byte[]> hooks, WorkerContext context) {
        Map<String, Object> configuration = Collections.unmodifiableMap(definition.config());
        try {
            for (int i = 0; i < hooks.size(); i++) {
                WorkerHook hook = UserObjects.read("worker hook " + (i + 1), hooks.get(i), WorkerHook.class, loader);
                hook.start(configuration, context);
                started.add(hook);
            }
            return null;
        } catch (Throwable e) {
            // Whatever users' code throws ends the worker, with this as its cause.
            return e;
        }
    }

    /** Shuts down those that were started, the last one first; those that do not return in time are left behind. */
    void shutdown(Duration limit) throws InterruptedException {
        if (started.isEmpty()) {
            return;
        }
        Thread thread = thread(this::shutdownAll);
        thread.start();
        thread.join(Math.max(1, limit.toMillis()));
        if (thread.isAlive()) {
            log.warn("a worker hook's shutdown has not returned within {} ms and is left behind", limit.toMillis());
            thread.interrupt();
        }
    }

    private void shutdownAll() {
        for (int i = started.size() - 1; i >= 0; i--) {
            try {
                started.get(i).shutdown();
            } catch (Throwable e) {
                // Users' code; the others get their turn all the same.
                log.error("worker hook {} failed to shut down", i + 1, e);
            }
        }
        started.clear();
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }
}
