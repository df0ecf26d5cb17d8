/**
 * What a user compiles against: components, tuples, groupings, the topology builder. Needs nothing but the JDK and
 * SLF4J, and knows nothing of how a cluster runs what is described here.
 *
 * <p>A <em>topology</em> is a graph of components. <em>Spouts</em> bring tuples in, <em>bolts</em> take tuples, do
 * something, and emit others. Each component runs as one or more tasks, spread over the workers of a cluster; a
 * <em>grouping</em> says which task of the receiver gets which tuple. A tuple that a spout emits with a message id is
 * tracked: the spout hears by {@code ack} that everything that came of it has been processed, or by {@code fail} that
 * something was not, and may emit it again.
 *
 * <p>A whole topology, with a spout that replays what failed and two bolts written as lambdas:
 *
 * <pre>{@code
 * import dev.vendaval.api.*;
 * import java.util.*;
 *
 * public final class Hello {
 *     public static final class Words implements Spout {
 *         private static final List<String> WORDS = List.of("hello", "wide", "world");
 *         private final Queue<Integer> due = new ArrayDeque<>(List.of(0, 1, 2));
 *         private transient SpoutOutputCollector collector;
 *
 *         @Override
 *         public void declareOutputFields(OutputFieldsDeclarer declarer) {
 *             declarer.declare(new Fields("word"));
 *         }
 *
 *         @Override
 *         public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector collector) {
 *             this.collector = collector;
 *         }
 *
 *         @Override
 *         public void nextTuple() {
 *             Integer position = due.poll();
 *             if (position != null) {
 *                 collector.emit(new Values(WORDS.get(position)), position);
 *             }
 *         }
 *
 *         @Override
 *         public void fail(Object messageId) {
 *             due.add((Integer) messageId);
 *         }
 *     }
 *
 *     public static Topology topology() {
 *         TopologyBuilder builder = new TopologyBuilder();
 *         builder.setSpout("words", new Words());
 *         builder.setBolt("exclaim", BasicBolt.emitting(
 *                 new Fields("word"), (tuple, out) -> out.emit(new Values(tuple.getString(0) + "!"))), 2)
 *             .shuffleGrouping("words");
 *         builder.setBolt("print", (tuple, out) -> System.out.println(tuple.getStringByField("word")))
 *             .fieldsGrouping("exclaim", new Fields("word"));
 *         return builder.build();
 *     }
 *
 *     public static void main(String[] args) {
 *         Config config = new Config();
 *         config.setNumWorkers(2);
 *         TopologySubmitter.submit("hello", config, topology());
 *     }
 * }
 * }</pre>
 *
 * <p>Compile it with this module's jar, put it into a jar of its own, and run it with {@code vendaval jar hello.jar Hello}
 * on a cluster (then {@code vendaval logs hello -f} shows what it prints) or with {@code vendaval local hello.jar Hello}
 * without one. A unit test hands {@code Hello.topology()} to a {@code LocalCluster} of {@code dev.vendaval.local}
 * (artifact {@code vendaval-local-mode}), which runs it inside the test's JVM.
 *
 * <p>Allowed neighbours: the JDK, {@code org.slf4j} and {@code dev.vendaval.api.naming}; every other module may use this one.
 */
@NullMarked
package dev.vendaval.api;

import org.jspecify.annotations.NullMarked;
