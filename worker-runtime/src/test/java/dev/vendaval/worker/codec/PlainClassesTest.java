package dev.vendaval.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.ByteArrayInputStream;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EventObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainClassesTest {
    private final CodecScene scene = new CodecScene();

    /** Points to others of its kind. */
    static final class Node {
        private final String name;
        private @Nullable Node next;
        private transient int cached = 5;

        Node(String name) {
            this.name = name;
        }
    }

    @Test
    void cyclesAndSharedPartsOfAPlainObjectStay() {
        Node a = new Node("a");
        Node b = new Node("b");
        a.next = b;
        b.next = a;
        Node decoded = (Node) scene.roundTrip(a);
        assertThat(decoded).isNotSameAs(a);
        assertThat(decoded.name).isEqualTo("a");
        assertThat(Objects.requireNonNull(decoded.next).next).isSameAs(decoded);
        assertThat(decoded.cached).as("transient").isZero();
    }

    @Test
    void aChainTooLongIsRefusedAndTheCodecGoesOn() {
        Node first = new Node("first");
        Node last = first;
        for (int i = 0; i < 100_000; i++) {
            last.next = new Node("n" + i);
            last = last.next;
        }
        assertRefused(first, Node.class.getName(), "depth");
        assertThat(((Node) scene.roundTrip(last)).name).isEqualTo("n99999");
    }

    /** Holds whatever container. */
    static final class Holder {
        private final @Nullable Object content;

        Holder(@Nullable Object content) {
            this.content = content;
        }
    }

    @Test
    void containersOfEveryJdkClassComeBackEqualInsidePlainObjects() {
        List<Object> contents = List.of(
                List.of(1, 2),
                Arrays.asList(1, 2),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
                Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
                Collections.unmodifiableSortedSet(new TreeSet<>(List.of(2, 1))),
                new HashMap<>(Map.of("k", 1)).keySet(),
                Collections.singleton("x"),
                Collections.nCopies(3, "x"),
                new HashMap<>(Map.of("k", List.of(CodecSamples.Planet.MARS))));
        for (Object content : contents) {
            Holder decoded = (Holder) scene.roundTrip(new Holder(content));
            assertThat(decoded.content).as("%s", content.getClass()).isEqualTo(content);
        }
    }

    /** A list of its own making, as libraries have. */
    static final class Pair extends AbstractList<String> {
        private final String first;
        private final String second;

        Pair(String first, String second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public String get(int index) {
            return index == 0 ? first : second;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    /** Would lose its owner. */
    static final class Basket extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        private final String owner;

        Basket(String owner) {
            this.owner = owner;
        }

        String owner() {
            return owner;
        }
    }

    @Test
    void aUsersListIsReadBackAsAListUnlessItHasMoreThanElements() {
        assertThat(scene.roundTrip(new Pair("a", "b"))).isEqualTo(List.of("a", "b"));
        Basket basket = new Basket("me");
        assertThat(basket.owner()).isEqualTo("me");
        assertRefused(basket, Basket.class.getName(), "fields beside the elements", "ValueSerializer");
        assertRefused(new Holder(basket), Basket.class.getName(), "fields beside the elements");
        assertRefused(new Holder(new Pair("a", "b")), Pair.class.getName(), "constructor without parameters");
    }

    private void assertRefused(Object value, String... parts) {
        assertThatThrownBy(() -> scene.bytes(value))
                .isInstanceOf(CodecException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void whatLivesInThisJvmOnlyIsRefusedByName() {
        Supplier<String> lambda = (Supplier<String> & Serializable) () -> "x";
        assertRefused(lambda, PlainClassesTest.class.getName(), "lambda");
        assertRefused(new Thread(), "java.lang.Thread", "not data");
        assertRefused(new ByteArrayInputStream(new byte[0]), "ByteArrayInputStream", "InputStream");
        assertRefused(List.of(1).stream(), "stream");
        assertRefused(List.of(1).iterator(), "Iterator");
        assertRefused(new ReentrantLock(), "Lock");
        assertRefused(ForkJoinPool.commonPool(), "Executor");
        assertRefused(getClass().getClassLoader(), "ClassLoader");
        assertRefused(
                Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (proxy, method, args) -> null),
                "proxy");
        assertRefused(new Holder(lambda), "lambda");
        assertRefused(new Holder(List.of(new Thread())), "java.lang.Thread");
        assertRefused(List.of(Map.of("k", new Thread())), "java.lang.Thread");
    }

    /** Has fields that only the JDK can reach. */
    static final class Happening extends EventObject {
        private static final long serialVersionUID = 1;

        Happening() {
            super("source");
        }
    }

    /** Hidden state in the superclass. */
    static final class Dice extends Random {
        private static final long serialVersionUID = 1;
    }

    @Test
    void classesWhoseFieldsCannotBeReachedAreRefusedRatherThanLeftEmpty() {
        assertRefused(new IllegalStateException("x"), "IllegalStateException", "ValueSerializer");
        assertRefused(new Dice(), Dice.class.getName(), "java.util.Random");
        assertRefused(new Object(), "java.lang.Object");
        assertRefused(new Happening(), Happening.class.getName(), "java.util.EventObject");
        assertThat(((AtomicLong) scene.roundTrip(new AtomicLong(5))).get()).isEqualTo(5);
    }

    /** Holds its test. */
    @SuppressWarnings("ClassCanBeStatic") // That it is not is the case tested.
    final class Inner {
        String outer() {
            return PlainClassesTest.this.toString();
        }
    }

    @Test
    void anInnerClassIsRefusedWithTheRemedy() {
        assertThat(new Inner().outer()).isNotEmpty();
        assertRefused(new Inner(), Inner.class.getName(), "make it static");
    }

    /** Wants Java serialization through Kryo's back door. */
    @DefaultSerializer(JavaSerializer.class)
    static final class BackDoor implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /** Wants it by name. */
    public static final class ByHand implements Externalizable {
        private static final long serialVersionUID = 1;

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) {}
    }

    @Test
    void javaSerializationIsNeverUsed() {
        assertRefused(new BackDoor(), BackDoor.class.getName(), "Java serialization");
        // Without Kryo's serializer for it, it is a plain class like others.
        assertThat(scene.roundTrip(new ByHand())).isInstanceOf(ByHand.class);
    }
}
