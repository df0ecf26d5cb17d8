package dev.vendaval.api;

import static dev.vendaval.api.Refusal.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("I9")
class SerializationTest {
    private final TopologyBuilder builder = new TopologyBuilder();

    /** Not serializable. */
    private static final class Connection {}

    @SuppressWarnings("UnusedVariable") // read by serialization
    private static final class Settings implements Serializable {
        private final String name = "settings";
        private final List<Object> connections = new ArrayList<>();
        private final Map<String, Object> byName = new HashMap<>();
        private @Nullable Object[] array = {null};
        private final AtomicReference<Object> hidden = new AtomicReference<>();
        private transient @Nullable Connection harmless = new Connection();
        private @Nullable Supplier<String> supplier;
        private @Nullable Settings next = this;
    }

    private static class Holder implements BasicBolt {
        private final Settings settings = new Settings();

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {}
    }

    private static final class Extended extends Holder {}

    private Holder added(Holder holder) {
        builder.setSpout("lines", new DeclaringSpout("line"));
        builder.setBolt("store", holder).shuffleGrouping("lines");
        return holder;
    }

    private void refusedAs(String message, String hint) {
        invalid(message, hint, builder::build);
    }

    @Test
    void aComponentTravelsAsBytesAndEveryReadingGivesAnInstanceOfItsOwn() throws Exception {
        added(new Holder());
        byte[] bytes = builder.build().component("store").object();
        Holder first = (Holder) read(bytes);
        assertThat(first).isNotSameAs(read(bytes));
        assertThat(first.settings.name).isEqualTo("settings");
    }

    @Test
    void aFieldThatCannotBeSerializedIsNamedWithComponentAndPath() {
        added(new Holder()).settings.connections.addAll(List.of("fine", new Connection()));
        refusedAs(
                "component 'store' (a dev.vendaval.api.SerializationTest$Holder) cannot be serialized: its field"
                        + " 'settings.connections[1]' holds a dev.vendaval.api.SerializationTest$Connection, which is not"
                        + " Serializable",
                "make the field transient and fill it in open or prepare");
    }

    @Test
    void thePathGoesThroughSuperclassesArraysAndMaps() {
        added(new Extended()).settings.array = new Object[] {"x", new Connection()};
        refusedAs("its field 'settings.array[1]'", "transient");

        Holder second = new Holder();
        second.settings.byName.put("db", new Connection());
        assertPath(second, "its field 'settings.byName[db]'");
    }

    @Test
    void whatReflectionMayNotLookIntoIsStillNamedByItsClass() {
        Holder holder = new Holder();
        holder.settings.hidden.set(new Connection());
        assertPath(holder, "cannot be serialized: it holds a dev.vendaval.api.SerializationTest$Connection");
    }

    private static void assertPath(Holder holder, String message) {
        TopologyBuilder other = new TopologyBuilder();
        other.setBolt("store", holder);
        invalid(message, "transient", other::build);
    }

    @Test
    void aLambdaInAFieldIsCalledALambda() {
        added(new Holder()).settings.supplier = () -> "x";
        refusedAs(
                "its field 'settings.supplier' holds a lambda of dev.vendaval.api.SerializationTest",
                "a lambda is serializable only if its interface extends Serializable");
    }

    @Test
    void whatALambdaCapturesIsNamed() {
        Connection connection = new Connection();
        builder.setBolt("store", (tuple, collector) -> collector.emit(new Values(connection)));
        refusedAs(
                "component 'store' (a lambda of dev.vendaval.api.SerializationTest) cannot be serialized: its field"
                        + " 'captured value 1' holds a dev.vendaval.api.SerializationTest$Connection",
                "transient");
    }

    @Test
    void anInnerClassIsToldToBeStatic() {
        builder.setBolt("store", new BasicBolt() {
            @Override
            public void execute(Tuple input, BasicOutputCollector collector) {
                collector.emit(new Values(builder));
            }
        });
        refusedAs("its field 'this$0' holds a dev.vendaval.api.SerializationTest,", "make the class static");
    }

    @Test
    void whatTheUsersWriteObjectThrowsIsShown() {
        builder.setBolt("store", new Throwing());
        refusedAs(
                "component 'store' (a dev.vendaval.api.SerializationTest$Throwing) cannot be serialized: threw"
                        + " java.lang.IllegalStateException: no",
                "stack");
    }

    private static final class Throwing implements BasicBolt {
        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("no");
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {}
    }

    @Test
    void anObjectNestedTooDeepIsRefusedWithoutEndingTheProgram() {
        Settings settings = added(new Holder()).settings;
        for (int i = 0; i < 100_000; i++) {
            Settings next = new Settings();
            settings.next = next;
            settings = next;
        }
        refusedAs("is nested too deep", "transient");
    }

    @Test
    void customGroupingsAndHooksAreHeldToTheSameRule() throws Exception {
        builder.setSpout("lines", new DeclaringSpout("line"));
        BoltDeclarer bolt = builder.setBolt("store", (tuple, collector) -> {});
        invalid(
                "bolt 'store': custom grouping on stream 'default' of 'lines'"
                        + " (a dev.vendaval.api.SerializationTest$Chooser) cannot be serialized: its field 'held' holds",
                "Serializable",
                () -> bolt.customGrouping("lines", new Chooser(new Connection())));

        bolt.customGrouping("lines", new Chooser("fine"));
        builder.addWorkerHook(new Hook("fine"));
        Topology topology = builder.build();
        assertThat(read(topology.workerHooks().get(0))).isInstanceOf(Hook.class);
        byte[] custom =
                topology.component("store").subscriptions().get(0).grouping().custom();
        assertThat(read(custom == null ? new byte[0] : custom)).isInstanceOf(Chooser.class);

        builder.addWorkerHook(new Hook(new Connection()));
        refusedAs("a worker hook (a dev.vendaval.api.SerializationTest$Hook) cannot be serialized", "Serializable");
    }

    private static final class Chooser implements CustomGrouping {
        private final Object held;

        Chooser(Object held) {
            this.held = held;
        }

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {}

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            return List.of(held.hashCode());
        }
    }

    private static final class Hook implements WorkerHook {
        private final Object held;

        Hook(Object held) {
            this.held = held;
        }

        @Override
        public void shutdown() {
            held.notifyAll();
        }
    }

    static Object read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
