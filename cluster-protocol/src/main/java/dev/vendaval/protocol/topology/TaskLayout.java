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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The task ids of a topology and how its executors own them at submit: a pure function of topology, configuration and
 * growth, so that everybody computes the same. Immutable.
 *
 * <p>At submit ids are dense from 1, components in ASCII order with {@code __acker} among them; executors own contiguous
 * ranges, larger ones first. {@code __acker} has one task per spout task, the k-th serving the k-th. Tasks that a component
 * got later have higher ids, and may leave gaps.
 */
public final class TaskLayout {
    /** The component that tracks tuple trees. */
    public static final String ACKER = "__acker";

    /** The most tasks that one topology may have. */
    public static final int MOST_TASKS = 100_000;

    /** The highest id that a task may ever have; higher than the most tasks, since ids are not used again. */
    public static final int HIGHEST_ID = (1 << 19) - 1;

    private final List<ComponentTasks> components;
    private final List<ExecutorTasks> executors;
    private final @Nullable String[] componentByTask;
    private final Map<String, KeyGroups> keyGroups;
    private final int tasksAtSubmit;
    private final int[] spoutTasks;
    private final int[] ackerTasks;

    private TaskLayout(
            List<ComponentTasks> components, int[] spoutTasks, Map<String, KeyGroups> keyGroups, int tasksAtSubmit) {
        this.components = List.copyOf(components);
        this.keyGroups = Map.copyOf(keyGroups);
        this.tasksAtSubmit = tasksAtSubmit;
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

    /**
     * The layout of a topology that has grown since.
     *
     * @param config of the topology, merged
     * @throws IllegalArgumentException if the growth does not fit the topology
     */
    public static TaskLayout of(Topology topology, Map<String, Object> config, TaskGrowth growth) {
        TaskLayout layout = of(topology, config);
        for (AddedTasks added : growth.added()) {
            layout = layout.with(added);
        }
        return layout;
    }

    private TaskLayout with(AddedTasks added) {
        KeyGroups groups = keyGroups.get(added.component());
        int first = added.tasks().isEmpty() ? 0 : added.tasks().get(0);
        if (groups == null || first <= highestTask() || !isAscending(added.tasks())) {
            throw new IllegalArgumentException(added + " cannot be added to " + this);
        }
        Map<String, KeyGroups> more = new HashMap<>(keyGroups);
        more.put(added.component(), groups.with(added.tasks().size()));
        List<ComponentTasks> next = components.stream()
                .map(each -> each.component().equals(added.component()) ? each.with(added.tasks()) : each)
                .toList();
        return new TaskLayout(next, spoutTasks, more, tasksAtSubmit);
    }

    private static boolean isAscending(List<Integer> tasks) {
        for (int i = 1; i < tasks.size(); i++) {
            if (tasks.get(i) <= tasks.get(i - 1)) {
                return false;
            }
        }
        return true;
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
        Map<String, KeyGroups> keyGroups = new HashMap<>();
        for (ComponentTasks component : components) {
            if (!component.system()) {
                keyGroups.put(
                        component.component(), KeyGroups.of(component.tasks().size()));
            }
        }
        return new TaskLayout(components, spoutTasks, keyGroups, nextTask - 1);
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

    private static @Nullable String[] componentByTask(List<ComponentTasks> components) {
        int highest = components.stream()
                .flatMap(component -> component.tasks().stream())
                .reduce(0, Math::max);
        @Nullable String[] byTask = new @Nullable String[highest + 1];
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

    /** The executors of the user's components at submit, and of each task added later one, by component. */
    public List<ExecutorTasks> executors() {
        return executors;
    }

    /** How many tasks there are, system tasks included. */
    public int taskCount() {
        return components.stream()
                .mapToInt(component -> component.tasks().size())
                .sum();
    }

    /** How many tasks there were at submit, with the ids 1 to this. */
    public int tasksAtSubmit() {
        return tasksAtSubmit;
    }

    /** The highest id of any task. */
    public int highestTask() {
        return componentByTask.length - 1;
    }

    /** Who has which keys of one of the user's components; IllegalArgumentException if there is none of that id. */
    public KeyGroups keyGroupsOf(String component) {
        KeyGroups groups = keyGroups.get(component);
        if (groups == null) {
            throw new IllegalArgumentException("no component '" + component + "'; there are " + keyGroups.keySet());
        }
        return groups;
    }

    /** The component that a task belongs to; IllegalArgumentException if there is no such task. */
    public String componentOf(int task) {
        String component = task < 1 || task >= componentByTask.length ? null : componentByTask[task];
        if (component == null) {
            throw new IllegalArgumentException("no task " + task + "; there are 1 to " + tasksAtSubmit
                    + (highestTask() > tasksAtSubmit ? " and others up to " + highestTask() : ""));
        }
        return component;
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
