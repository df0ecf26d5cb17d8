package dev.vendaval.worker.context;

import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The hooks of one task: those the worker put there, which stay, and those the component added, which go when it is
 * re-created. Owned by the executor's thread; exceptions of hooks are the caller's to handle, as the component's.
 */
public final class TaskHooks {
    private static final TaskHook[] NONE = {};

    private final int permanent;
    private TaskHook[] hooks;

    /** With hooks that outlive the component. */
    public TaskHooks(List<TaskHook> permanent) {
        this.hooks = permanent.toArray(NONE);
        this.permanent = hooks.length;
    }

    /** Adds a hook of the component's and prepares it. */
    void add(TaskHook hook, Map<String, Object> configuration, TopologyContext context) {
        hook.prepare(configuration, context);
        TaskHook[] more = Arrays.copyOf(hooks, hooks.length + 1);
        more[hooks.length] = hook;
        hooks = more;
    }

    /** Prepares the permanent hooks, once. */
    public void preparePermanent(Map<String, Object> configuration, TopologyContext context) {
        for (int i = 0; i < permanent; i++) {
            hooks[i].prepare(configuration, context);
        }
    }

    /** The component is being replaced; takes its hooks away and returns them to be cleaned up. */
    public TaskHook[] removeComponents() {
        TaskHook[] removed = Arrays.copyOfRange(hooks, permanent, hooks.length);
        hooks = Arrays.copyOf(hooks, permanent);
        return removed;
    }

    /** The task ends; takes all hooks away and returns them to be cleaned up. */
    public TaskHook[] removeAll() {
        TaskHook[] removed = hooks;
        hooks = NONE;
        return removed;
    }

    /** Whether nobody listens, so that callers need not prepare what they would tell. */
    public boolean isEmpty() {
        return hooks.length == 0;
    }

    public void emitted(String stream, List<Object> values, List<Integer> targets) {
        for (TaskHook hook : hooks) {
            hook.emitted(stream, values, targets);
        }
    }

    public void executed(Tuple input) {
        for (TaskHook hook : hooks) {
            hook.executed(input);
        }
    }

    public void acked(Tuple input) {
        for (TaskHook hook : hooks) {
            hook.acked(input);
        }
    }

    public void failed(Tuple input) {
        for (TaskHook hook : hooks) {
            hook.failed(input);
        }
    }

    public void spoutAcked(Object messageId) {
        for (TaskHook hook : hooks) {
            hook.spoutAcked(messageId);
        }
    }

    public void spoutFailed(Object messageId) {
        for (TaskHook hook : hooks) {
            hook.spoutFailed(messageId);
        }
    }
}
