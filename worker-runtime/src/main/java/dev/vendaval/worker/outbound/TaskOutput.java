package dev.vendaval.worker.outbound;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Streams;
import dev.vendaval.worker.context.TaskHooks;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one task may emit: its streams by id. Owned by the executor's thread. */
public final class TaskOutput {
    private static final Logger log = LoggerFactory.getLogger(TaskOutput.class);

    private final String component;
    private final int task;
    private final Emitter emitter;
    private StreamOutput[] streams;
    private final List<CustomGrouping> customGroupings;
    private final TaskHooks hooks;
    private boolean debug;

    /** The stream found last; a task mostly emits on one. */
    private @Nullable StreamOutput last;

    private String lastId = "";

    /**
     * @param customGroupings the task's instances, in the order of streams and their subscriptions
     */
    TaskOutput(
            String component,
            int task,
            Emitter emitter,
            StreamOutput[] streams,
            List<CustomGrouping> customGroupings,
            TaskHooks hooks,
            boolean debug) {
        this.component = component;
        this.task = task;
        this.emitter = emitter;
        this.streams = streams;
        this.customGroupings = customGroupings;
        this.hooks = hooks;
        this.debug = debug;
    }

    int task() {
        return task;
    }

    StreamOutput[] streams() {
        return streams;
    }

    List<CustomGrouping> customGroupings() {
        return customGroupings;
    }

    /** The receivers have changed. */
    /** Whether every emit is logged from now on. */
    public void setDebug(boolean wanted) {
        debug = wanted;
    }

    void follow(StreamOutput[] next) {
        streams = next;
        last = null;
    }

    /** The trees of the next tuple. */
    public Anchoring anchoring() {
        return emitter.anchoring();
    }

    /** Emits to whom the groupings choose; the anchoring was set before. To be followed by {@link #emitted}. */
    public List<Integer> emit(String streamId, List<Object> values) {
        return emitter.emit(stream(streamId), values);
    }

    /** Emits anchored to one live tuple; the anchoring need not be set. To be followed by {@link #emitted}. */
    public List<Integer> emit(String streamId, RuntimeTuple anchor, List<Object> values) {
        return emitter.emit(stream(streamId), anchor, values);
    }

    /** Emits to one task; the anchoring was set before. To be followed by {@link #emitted}. */
    public List<Integer> emitDirect(int target, String streamId, List<Object> values) {
        return emitter.emitDirect(stream(streamId), target, values);
    }

    private StreamOutput stream(String id) {
        // The same literal is the same object: mostly one compare, never a hash.
        StreamOutput present = last;
        return present != null && lastId.equals(id) ? present : find(id);
    }

    private StreamOutput find(String id) {
        for (StreamOutput stream : streams) {
            if (stream.plan().id().equals(id)) {
                last = stream;
                lastId = stream.plan().id();
                return stream;
            }
        }
        String declared = streams.length == 0
                ? "no streams"
                : Arrays.toString(
                        Arrays.stream(streams).map(stream -> stream.plan().id()).toArray());
        String hint = Streams.DEFAULT.equals(id) ? "; declare its fields in declareOutputFields" : "";
        throw new IllegalArgumentException(
                "component '" + component + "' declares no stream '" + id + "', but " + declared + hint);
    }

    /**
     * Tells those who watch of an emit. Apart from the emit, and last, since it runs users' code: what a hook throws goes
     * to the emitting component and finds the tuple's trees begun.
     */
    public void emitted(String streamId, List<Object> values, List<Integer> targets) {
        if (debug) {
            log.info("emit: {}:{}/{} {} -> tasks {}", component, task, streamId, values, targets);
        }
        if (!hooks.isEmpty()) {
            hooks.emitted(streamId, values, targets);
        }
    }
}
