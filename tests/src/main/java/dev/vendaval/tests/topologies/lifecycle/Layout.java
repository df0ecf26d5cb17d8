package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Config;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Components that note where they are: their task, their executor, their configuration, the objects they are made of.
 *
 * <pre>
 * words (2) -custom-> count (10 tasks on 3 executors)   "Zed" and "count" are on either side of "__acker"
 *           -shuffle-> Zed (many, capped at 4)
 * </pre>
 */
public final class Layout {
    public static final int SPOUTS = 2;
    public static final int COUNT_TASKS = 10;
    public static final int COUNT_EXECUTORS = 3;
    public static final int CAP = 10;
    public static final String OWN_KEY = "shop.limits";
    public static final String COMPONENT_KEY = "shop.component";

    private Layout() {}

    public static Topology topology(String diary) {
        TopologyBuilder builder = new TopologyBuilder();
        List<String> shared = new ArrayList<>(List.of("as built"));
        builder.setSpout("words", new Words(diary), SPOUTS).addConfiguration(COMPONENT_KEY, "of words");
        builder.setBolt("count", new Count(diary, shared), COUNT_EXECUTORS)
                .setNumTasks(COUNT_TASKS)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, "20ms")
                .addConfiguration(OWN_KEY, "count's own")
                .customGrouping("words", new ByPosition(diary));
        builder.setBolt("Zed", new Count(diary, shared), CAP + 5).shuffleGrouping("words");
        Topology built = builder.build();
        shared.add("changed after build");
        return built;
    }

    private static void notePlace(Page page, Map<String, Object> configuration, Object component) {
        TopologyContext context = page.context();
        page.note("configuration", configuration);
        page.note("component", component);
        page.note("index", context.getThisTaskIndex());
        page.note("ids", context.getComponentIds());
        page.note("words", context.getComponentTasks("words"));
        page.note("Zed", context.getComponentTasks("Zed"));
        page.note("count", context.getComponentTasks("count"));
        if (context.getExecutorData("executor") == null) {
            context.setExecutorData("executor", new Object());
        }
        page.note("executor", context.getExecutorData("executor"));
        Hook hook = new Hook();
        context.addTaskHook(hook);
        page.note("hook", hook);
    }

    private static final class Hook implements TaskHook {}

    private static final class Words extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private transient boolean done;

        Words(String diary) {
            super(diary);
        }

        @Override
        void opened(Map<String, Object> configuration) {
            notePlace(page(), configuration, this);
        }

        @Override
        void next() {
            if (!done) {
                done = true;
                collector().emit(new Values(page().context().getThisTaskId()), "id");
            }
        }
    }

    private static final class Count extends DiaryBolt {
        private static final long serialVersionUID = 1L;
        private final List<String> shared;
        private transient boolean ticked;

        Count(String diary, List<String> shared) {
            super(diary);
            this.shared = shared;
        }

        @Override
        void prepared(Map<String, Object> configuration) {
            notePlace(page(), configuration, this);
            page().note("shared", shared);
        }

        @Override
        void take(Tuple input) {
            page().note("source", input.getSourceTask());
            page().note("value", input.getValue(0));
            page().note("source component", input.getSourceComponent());
            collector().ack(input);
        }

        @Override
        void tick(Tuple tick) {
            if (!ticked) {
                ticked = true;
                page().note(
                                "tick source",
                                tick.getSourceComponent() + " " + tick.getSourceTask() + " "
                                        + tick.getSourceStreamId());
            }
        }
    }

    /** The sender's number chooses the position. */
    private static final class ByPosition implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private final String diary;
        private transient List<Integer> targets = List.of();

        ByPosition(String diary) {
            this.diary = diary;
        }

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            targets = targetTasks;
        }

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            Diary.named(diary).add("grouping", senderTask, 0, "instance", this);
            return List.of(targets.get(senderTask % targets.size()));
        }
    }
}
