package dev.vendaval.protocol.topology;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.config.TopologySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The task ids of a topology as submitted and how its executors own them: a pure function of topology and
 * configuration, so that everybody computes the same. Immutable.
 *
 * <p>Ids are dense from 1, components in ASCII order with {@code __acker} among them; executors own contiguous ranges,
 * larger ones first. {@code __acker} has one task per spout task, the k-th serving the k-th.
 */
public final class TaskLayout {
    /** The component that tracks tuple trees. */
    public static final String ACKER = "__acker";

    private final List<ComponentTasks> components;
    private final List<ExecutorTasks> executors;
    private final String[] componentByTask;
    private final int[] spoutTasks;
    private final int[] ackerTasks;

    private TaskLayout(List<ComponentTasks> components, int[] spoutTasks) {
        this.components = List.copyOf(components);
        this.executors = components.stream()
                .flatMap(component -> component.executors().stream())
                .toList();
        this.componentByTask = componentByTask(components);
        this.spoutTasks = spoutTasks;
        this.ackerTasks = components.stream()
                .filter(ComponentTasks::system)
                .flatMap(component -> component.tasks().stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The layout of a topology at submit.
     *
     * @param config of the topology, merged
     * @throws SubmitException INVALID_TOPOLOGY if a component has more executors than tasks, CONFIG if its own
     *     configuration is wrong
     */
    public static TaskLayout of(Topology topology, Map<String, Object> config) {
        Map<String, Shape> shapes = new TreeMap<>();
        int spoutTaskCount = 0;
        for (ComponentDefinition component : topology.components()) {
            Shape shape = shape(component, config);
            shapes.put(component.id(), shape);
            spoutTaskCount += shape.spout() ? shape.tasks() : 0;
        }
        if (TopologySettings.of(config).acking()) {
            shapes.put(ACKER, new Shape(spoutTaskCount, 0, false));
        }
        return numbered(shapes, spoutTaskCount);
    }

    /** How many tasks and executors a component has; a system component has no executors. */
    private record Shape(int tasks, int executors, boolean spout) {}

    private static Shape shape(ComponentDefinition component, Map<String, Object> config) {
        TopologySettings settings = settings(component, config);
        Integer declared = component.tasks() != null ? component.tasks() : settings.tasks();
        int cap = settings.maxTaskParallelism() == null ? Integer.MAX_VALUE : settings.maxTaskParallelism();
        int executors = Math.min(component.parallelism(), cap);
        int tasks = Math.min(declared == null ? component.parallelism() : declared, cap);
        if (executors > tasks) {
            throw new SubmitException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    "component '" + component.id() + "' has " + executors + " executors for " + tasks
                            + (tasks == 1 ? " task" : " tasks"),
                    "every executor needs a task: lower the parallelism, or set at least " + executors + " tasks");
        }
        return new Shape(tasks, executors, component.kind() == ComponentKind.SPOUT);
    }

    private static TopologySettings settings(ComponentDefinition component, Map<String, Object> config) {
        try {
            return TopologySettings.of(
                    TopologyConfig.merge(config, TopologyConfig.validated(component.configuration())));
        } catch (ConfigException e) {
            throw new SubmitException(
                    SubmitException.Code.CONFIG, "component '" + component.id() + "': " + e.getMessage(), null, e);
        }
    }

    private static TaskLayout numbered(Map<String, Shape> shapes, int spoutTaskCount) {
        List<ComponentTasks> components = new ArrayList<>();
        int[] spoutTasks = new int[spoutTaskCount];
        int spoutTaskIndex = 0;
        int nextTask = 1;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            Shape shape = entry.getValue();
            List<Integer> tasks = range(nextTask, shape.tasks());
            nextTask += shape.tasks();
            boolean system = shape.executors() == 0;
            components.add(new ComponentTasks(
                    entry.getKey(), system, tasks, executors(entry.getKey(), tasks, shape.executors())));
            if (shape.spout()) {
                for (int task : tasks) {
                    spoutTasks[spoutTaskIndex++] = task;
                }
            }
        }
        return new TaskLayout(components, spoutTasks);
    }

    private static List<Integer> range(int first, int count) {
        List<Integer> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(first + i);
        }
        return tasks;
    }

    /** Spreads tasks over executors in contiguous ranges, larger ranges first. */
    public static List<ExecutorTasks> executors(String component, List<Integer> tasks, int count) {
        List<ExecutorTasks> executors = new ArrayList<>(count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            int size = tasks.size() / count + (i < tasks.size() % count ? 1 : 0);
            executors.add(new ExecutorTasks(component, tasks.subList(from, from + size)));
            from += size;
        }
        return executors;
    }

    private static String[] componentByTask(List<ComponentTasks> components) {
        int count = components.stream()
                .mapToInt(component -> component.tasks().size())
                .sum();
        String[] byTask = new String[count + 1];
        for (ComponentTasks component : components) {
            for (int task : component.tasks()) {
                byTask[task] = component.component();
            }
        }
        return byTask;
    }

    /** All components in ASCII order, {@code __acker} among them if trees are tracked. */
    public List<ComponentTasks> components() {
        return components;
    }

    /** The executors of the user's components, in the order of their tasks. */
    public List<ExecutorTasks> executors() {
        return executors;
    }

    /** How many tasks there are, system tasks included; ids are 1 to this. */
    public int taskCount() {
        return componentByTask.length - 1;
    }

    /** The component that a task belongs to; IllegalArgumentException if there is no such task. */
    public String componentOf(int task) {
        if (task < 1 || task >= componentByTask.length) {
            throw new IllegalArgumentException("no task " + task + "; there are 1 to " + taskCount());
        }
        return componentByTask[task];
    }

    /** The tasks of a component, ascending; IllegalArgumentException if there is no such component. */
    public List<Integer> tasksOf(String component) {
        return components.stream()
                .filter(candidate -> candidate.component().equals(component))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no component '" + component + "'; there are "
                        + components.stream().map(ComponentTasks::component).toList()))
                .tasks();
    }

    /** All spout tasks, ascending. */
    public int[] spoutTasks() {
        return spoutTasks.clone();
    }

    /** Whether tuple trees are tracked, so that there is an acker task for each spout task. */
    public boolean acking() {
        return ackerTasks.length > 0;
    }

    /** The acker task that tracks the trees of a spout task; IllegalArgumentException if there is none. */
    public int ackerTaskFor(int spoutTask) {
        return counterpart(spoutTask, spoutTasks, ackerTasks, "spout");
    }

    /** The spout task that an acker task serves; IllegalArgumentException if it is no acker task. */
    public int spoutTaskFor(int ackerTask) {
        return counterpart(ackerTask, ackerTasks, spoutTasks, "acker");
    }

    private static int counterpart(int task, int[] from, int[] to, String kind) {
        int index = Arrays.binarySearch(from, task);
        if (index < 0 || index >= to.length) {
            throw new IllegalArgumentException(
                    "task " + task + " is no tracked " + kind + " task; those are " + Arrays.toString(from));
        }
        return to[index];
    }

    /** Component to its tasks. */
    @Override
    public String toString() {
        return components.toString();
    }
}
