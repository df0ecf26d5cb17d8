package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.api.WorkerHook;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a newcomer does in the first hour: prints, logs, sends objects of own classes, sets heap and JVM options. Runs for
 * ever on two workers, some tuples a second, and tells everything through its output.
 */
public final class FirstHour {
    public static final String HEAP = "48MiB";
    public static final String PROPERTY = "first.hour";
    private static final Logger LOG = LoggerFactory.getLogger(FirstHour.class);

    private FirstHour() {}

    /**
     * Submits it.
     *
     * @param args its name
     */
    public static void main(String[] args) {
        System.out.println("main says hello");
        Config config = new Config();
        config.setNumWorkers(2);
        config.setWorkerHeap(HEAP);
        config.setWorkerJvmOptions(List.of("-D" + PROPERTY + "=yes it is", "-XX:+UseSerialGC"));
        config.registerSerializer(Money.class, Money.Serializer.class);
        TopologyBuilder builder = new TopologyBuilder();
        builder.addWorkerHook(new InWorker());
        builder.setSpout("orders", new Orders());
        builder.setBolt("till", new Till())
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, "100ms")
                .customGrouping("orders", new Chosen());
        TopologySubmitter.submit(args[0], config, builder.build());
    }

    /** Neither serializable nor registered, without a constructor that takes nothing. */
    private static final class Order {
        private final int number;
        private final List<String> items;
        private final Map<String, List<Integer>> amounts;

        Order(int number) {
            this.number = number;
            this.items = new ArrayList<>(List.of("bread", "item " + number));
            this.amounts = Map.of("bread", List.of(number, number + 1));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Order order
                    && number == order.number
                    && items.equals(order.items)
                    && amounts.equals(order.amounts);
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    private static final class Orders implements Spout {
        private static final long serialVersionUID = 1L;
        private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
        private transient @Nullable SpoutOutputCollector collector;
        private transient int next;
        private transient long nextAt;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            Loaders.note("open");
            context.addTaskHook(new OfTask());
            collector = output;
            nextAt = System.nanoTime();
        }

        @Override
        public void activate() {
            Loaders.note("activate");
        }

        @Override
        public void nextTuple() {
            Loaders.note("nextTuple");
            if (System.nanoTime() - nextAt >= 0) {
                nextAt = System.nanoTime() + INTERVAL_NANOS;
                int number = next++;
                Objects.requireNonNull(collector)
                        .emit(new Values(number, new Order(number), new Money(number)), number);
            }
        }

        @Override
        public void ack(Object messageId) {
            Loaders.note("ack");
        }

        @Override
        public void fail(Object messageId) {
            Loaders.note("fail");
        }

        @Override
        public void deactivate() {
            Loaders.note("deactivate");
        }

        @Override
        public void close() {
            Loaders.note("close");
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "order", "money"));
        }
    }

    private static final class Till implements Bolt {
        private static final long serialVersionUID = 1L;
        private transient @Nullable OutputCollector collector;
        private transient @Nullable TopologyContext context;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext topology, OutputCollector output) {
            Loaders.note("prepare");
            topology.addTaskHook(new OfTask());
            topology.registerGauge("gauge", () -> {
                Loaders.note("gauge");
                return 1;
            });
            context = topology;
            collector = output;
            System.out.println(
                    "options: " + ManagementFactory.getRuntimeMXBean().getInputArguments());
            System.out.println("heap: "
                    + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
            System.out.println("property: " + System.getProperty(PROPERTY));
        }

        @Override
        public void execute(Tuple input) {
            OutputCollector output = Objects.requireNonNull(collector);
            if (input.isTick()) {
                Loaders.note("tick");
                Objects.requireNonNull(context).getSharedExecutor().execute(() -> Loaders.note("shared executor"));
                return;
            }
            Loaders.note("execute");
            int number = Objects.requireNonNull(input.getInteger(0));
            Money money = (Money) Objects.requireNonNull(input.getValue(2));
            boolean same = new Order(number).equals(input.getValue(1));
            System.out.println("printed order " + number + (same ? " as sent" : " CHANGED"));
            System.err.println("complained about order " + number);
            LOG.info("logged {} cents read by {}", money.cents(), money.readBy());
            if (number % 2 == 0) {
                output.ack(input);
            } else {
                output.fail(input);
            }
        }

        @Override
        public void cleanup() {
            Loaders.note("cleanup");
        }
    }

    private static final class Chosen implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private transient List<Integer> targets = List.of();

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            Loaders.note("grouping prepare");
            targets = targetTasks;
        }

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            Loaders.note("grouping chooseTasks");
            return targets;
        }
    }

    private static final class OfTask implements TaskHook {
        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            Loaders.note("hook prepare");
        }

        @Override
        public void emitted(String streamId, List<Object> values, List<Integer> targetTasks) {
            Loaders.note("hook emitted");
        }

        @Override
        public void spoutAcked(Object messageId) {
            Loaders.note("hook spoutAcked");
        }

        @Override
        public void spoutFailed(Object messageId) {
            Loaders.note("hook spoutFailed");
        }

        @Override
        public void executed(Tuple input) {
            Loaders.note("hook executed");
        }

        @Override
        public void acked(Tuple input) {
            Loaders.note("hook acked");
        }

        @Override
        public void failed(Tuple input) {
            Loaders.note("hook failed");
        }

        @Override
        public void cleanup() {
            Loaders.note("hook cleanup");
        }
    }

    private static final class InWorker implements WorkerHook {
        private static final long serialVersionUID = 1L;

        @Override
        public void start(Map<String, Object> configuration, WorkerContext context) {
            Loaders.note("worker hook start");
        }

        @Override
        public void shutdown() {
            Loaders.note("worker hook shutdown");
        }
    }
}
