package dev.vendaval.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.ValueSerializer;
import dev.vendaval.worker.codec.CodecSamples.Money;
import dev.vendaval.worker.codec.CodecSamples.MoneySerializer;
import dev.vendaval.worker.codec.CodecSamples.Planet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCodecTest {
    private final CodecScene scene = new CodecScene();

    static Stream<String> samples() {
        return CodecSamples.values().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyKindOfValueComesBackEqualAsANewObject(String name) {
        Object value = CodecSamples.values().get(name);
        Object decoded = scene.roundTrip(value);
        assertThat(Objects.deepEquals(decoded, value))
                .as("%s -> %s", value, decoded)
                .isTrue();
        if (value != null && value.getClass().isArray()) {
            assertThat(decoded).hasSameClassAs(value).isNotSameAs(value);
        }
        // Once more: now every format, class name and Kryo class is known.
        assertThat(Objects.deepEquals(scene.roundTrip(value), value)).isTrue();
    }

    @Test
    void allKindsTogetherMakeOneTuple() {
        Object[] all = CodecSamples.values().values().toArray();
        byte[] bytes = scene.bytes(all);
        assertThat(Objects.deepEquals(scene.decode(bytes).toArray(), all)).isTrue();
    }

    @Test
    void tuplesFollowEachOtherInOneOutput() {
        for (int i = 0; i < 100; i++) {
            scene.sender.write(List.of("tuple", i, Planet.MARS), scene.out);
        }
        ByteInput in = new ByteInput().reset(scene.out.array(), 0, scene.out.position());
        for (int i = 0; i < 100; i++) {
            assertThat(scene.receiver.read(in)).containsExactly("tuple", i, Planet.MARS);
        }
        assertThat(in.remaining()).isZero();
    }

    @Test
    void aTupleWithoutValuesIsATuple() {
        assertThat(scene.decode(scene.bytes())).isEmpty();
    }

    @Test
    void theListOfValuesIsUnmodifiableAndItsContainersAreFreshAndModifiable() {
        List<Object> emitted = new ArrayList<>(List.of(1));
        List<Object> decoded = scene.decode(scene.bytes(emitted, Map.of("a", 1), Set.of(2)));
        assertThatThrownBy(() -> decoded.set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(decoded.get(0)).isInstanceOf(ArrayList.class).isNotSameAs(emitted);
        assertThat(decoded.get(1)).isInstanceOf(LinkedHashMap.class);
    }

    @Test
    void enumsComeBackAsTheConstantsThemselves() {
        assertThat(scene.roundTrip(Planet.MARS)).isSameAs(Planet.MARS);
    }

    @Test
    void sortedContainersStaySorted() {
        assertThat(scene.roundTrip(new TreeMap<>(Map.of("b", 1, "a", 2)))).isInstanceOf(TreeMap.class);
        TreeSet<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        caseless.add("b");
        caseless.add("A");
        assertThat((TreeSet<?>) scene.roundTrip(caseless)).hasToString("[A, b]");
    }

    @Test
    void mapsAndSetsKeepTheirOrder() {
        Map<String, Integer> map = new LinkedHashMap<>();
        List.of("z", "a", "m").forEach(key -> map.put(key, key.length()));
        assertThat((Map<?, ?>) scene.roundTrip(map)).hasToString("{z=1, a=1, m=1}");
    }

    @Test
    void aTextOfTenMillionCharsComesBack() {
        String narrow = CodecSamples.text(10_000_000, false);
        assertThat(scene.roundTrip(narrow).equals(narrow)).isTrue();
        String wide = CodecSamples.text(10_000_000, true);
        assertThat(scene.roundTrip(wide).equals(wide)).isTrue();
    }

    @Test
    void smallValuesTakeFewBytes() {
        assertThat(scene.bytes("word", 1L, 5, true)).hasSize(1 + 6 + 2 + 2 + 1);
    }

    @Test
    void aUsersSerializerIsUsedEverywhere() {
        CodecScene money = new CodecScene(Map.of(Money.class.getName(), MoneySerializer.class.getName()));
        assertThat(money.roundTrip(new Money(5))).isEqualTo(new Money(5));
        assertThat(money.roundTrip(List.of(new Money(5), new Money(6)))).isEqualTo(List.of(new Money(5), new Money(6)));
        Object order = new CodecSamples.Order(1, "c", List.of(), new Money(7));
        assertThat(money.roundTrip(order)).isEqualTo(order);
        // Tag, number, length, "money" with its length, the cents.
        assertThat(money.bytes(new Money(5))).hasSize(1 + 1 + 1 + 4 + 7 + 8);
    }

    @Test
    void whatAUsersSerializerThrowsNamesItAndTheClass() {
        CodecScene money = new CodecScene(Map.of(Money.class.getName(), MoneySerializer.class.getName()));
        assertThatThrownBy(() -> money.bytes("x", new Money(13)))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.valueIndex()).isEqualTo(1))
                .hasMessageContainingAll(Money.class.getName(), MoneySerializer.class.getName(), "unlucky");
        Object order = new CodecSamples.Order(1, "c", List.of(), new Money(13));
        assertThatThrownBy(() -> money.bytes(order))
                .isInstanceOf(CodecException.class)
                .hasMessageContainingAll(CodecSamples.Order.class.getName(), "unlucky");
    }

    @Test
    void aSerializerThatCannotBeIsRefusedAtTheStart() {
        assertRefused(Map.of("no.such.Class", MoneySerializer.class.getName()), "no.such.Class");
        assertRefused(Map.of(Money.class.getName(), "no.such.Serializer"), "no.such.Serializer");
        assertRefused(Map.of(Money.class.getName(), Money.class.getName()), "is no");
        assertRefused(Map.of(String.class.getName(), MoneySerializer.class.getName()), "built-in");
        assertRefused(Map.of(Money.class.getName(), NoConstructor.class.getName()), "constructor");
    }

    /** Cannot be made. */
    interface NoConstructor extends ValueSerializer<Money> {}

    private static void assertRefused(Map<String, String> serializers, String part) {
        assertThatThrownBy(() -> new CodecScene(serializers))
                .isInstanceOf(CodecException.class)
                .hasMessageContainingAll("topology.serializers", part);
    }

    @Test
    void aFailedWriteLeavesTheOutputAsItWas() {
        scene.sender.write(List.of("before"), scene.out);
        int position = scene.out.position();
        assertThatThrownBy(() -> scene.sender.write(List.of("x", List.of(new Thread())), scene.out))
                .isInstanceOf(CodecException.class);
        assertThat(scene.out.position()).isEqualTo(position);
        scene.sender.write(List.of("after"), scene.out);
        ByteInput in = new ByteInput().reset(scene.out.array(), 0, scene.out.position());
        assertThat(scene.receiver.read(in)).containsExactly("before");
        assertThat(scene.receiver.read(in)).containsExactly("after");
    }

    @Test
    void aTupleLargerThanAllowedIsRefusedAndTheNextOneIsNot() {
        CodecScene small = new CodecScene(Map.of(), 1_000);
        assertThat(small.roundTrip(new byte[900])).isInstanceOf(byte[].class);
        for (int length : new int[] {1_000, 1_010, 5_000, 5_000_000}) {
            assertThatThrownBy(() -> small.bytes("x", new byte[length]))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("topology.tuple.max.bytes");
        }
        assertThat(small.roundTrip(new byte[900])).isInstanceOf(byte[].class);
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> scene.bytes(list))
                .isInstanceOf(CodecException.class)
                .hasMessageContainingAll("java.util.ArrayList", "contain itself");
        assertThat(scene.roundTrip(List.of(1))).isEqualTo(List.of(1));
    }

    @Test
    void nestingOfAHundredLevelsIsFine() {
        Object nested = "core";
        for (int i = 0; i < 100; i++) {
            nested = List.of(nested);
        }
        assertThat(scene.roundTrip(nested)).isEqualTo(nested);
    }

    @Test
    void aMapThatChangesWhileItIsWrittenIsSaidSo() {
        Map<String, Object> changing = new HashMap<>();
        changing.put("z", 1);
        changing.put("a", new ArrayList<>() {
            private static final long serialVersionUID = 1;

            @Override
            public int size() {
                changing.put("b" + changing.size(), 1);
                return super.size();
            }
        });
        assertThatThrownBy(() -> scene.bytes(changing)).isInstanceOf(CodecException.class);
    }

    @Test
    void aValueIsNamedByItsPlaceInTheTuple() {
        assertThatThrownBy(() -> scene.bytes(1, 2, new Thread()))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.valueIndex()).isEqualTo(2));
        byte[] bytes = scene.bytes(1, 2, Planet.EARTH);
        bytes[bytes.length - 1] = 'X';
        assertThatThrownBy(() -> scene.decode(bytes))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.valueIndex()).isEqualTo(2))
                .hasMessageContainingAll(Planet.class.getName(), "EARTX");
    }

    @Test
    void aClassThatTheReceiverHasNotIsNamed() {
        ValueCodec stranger =
                new ValueCodecs(ClassLoader.getPlatformClassLoader(), Map.of(), CodecScene.MAX_BYTES).newCodec();
        for (Object value : Arrays.asList(Planet.EARTH, new CodecSamples.Empty(), new Planet[0])) {
            byte[] bytes = scene.bytes(value);
            assertThatThrownBy(() -> stranger.read(new ByteInput().reset(bytes, 0, bytes.length)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(CodecSamples.class.getName());
        }
    }

    @Test
    void aRecordsOwnChecksHoldForWhatComesIn() {
        byte[] bytes = scene.bytes(new CodecSamples.Age(1));
        assertThat(bytes[bytes.length - 1]).isEqualTo((byte) 2);
        bytes[bytes.length - 1] = 1; // zigzag of -1
        assertThatThrownBy(() -> scene.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContainingAll("Age", "years below 0");
    }
}
