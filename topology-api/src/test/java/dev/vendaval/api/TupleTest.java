package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TupleTest {
    private static final byte[] BYTES = {1, 2};

    private record Accessor(BiFunction<Tuple, Integer, Object> byIndex, BiFunction<Tuple, String, Object> byField) {}

    static Stream<Arguments> accessors() {
        return Stream.of(
                Arguments.of("a", new Accessor(Tuple::getString, Tuple::getStringByField)),
                Arguments.of(1, new Accessor(Tuple::getInteger, Tuple::getIntegerByField)),
                Arguments.of(2L, new Accessor(Tuple::getLong, Tuple::getLongByField)),
                Arguments.of(3.5, new Accessor(Tuple::getDouble, Tuple::getDoubleByField)),
                Arguments.of(4.5f, new Accessor(Tuple::getFloat, Tuple::getFloatByField)),
                Arguments.of(true, new Accessor(Tuple::getBoolean, Tuple::getBooleanByField)),
                Arguments.of((short) 5, new Accessor(Tuple::getShort, Tuple::getShortByField)),
                Arguments.of((byte) 6, new Accessor(Tuple::getByte, Tuple::getByteByField)),
                Arguments.of(BYTES, new Accessor(Tuple::getBinary, Tuple::getBinaryByField)));
    }

    @ParameterizedTest
    @MethodSource("accessors")
    void aTypedAccessorReturnsTheValueOrNullAndRefusesAnyOtherType(Object value, Accessor accessor) {
        Tuple tuple = FakeTuple.of(new Fields("value", "nothing", "uuid"), value, null, UUID.randomUUID());

        assertThat(accessor.byIndex().apply(tuple, 0)).isSameAs(value);
        assertThat(accessor.byField().apply(tuple, "value")).isSameAs(value);
        assertThat(accessor.byIndex().apply(tuple, 1)).isNull();
        assertThatThrownBy(() -> accessor.byIndex().apply(tuple, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field 'uuid' (position 2) of a tuple from component 'split', stream 'default'")
                .hasMessageContaining("found java.util.UUID; read it with getValue and a cast");
    }

    @Test
    void theErrorOfATypedAccessorNamesTheAccessorThatFits() {
        assertThat(refusal(1, tuple -> tuple.getLong(0)))
                .endsWith("wanted java.lang.Long, found java.lang.Integer; read it with getInteger");
        assertThat(refusal(1L, tuple -> tuple.getIntegerByField("x"))).endsWith("read it with getLong");
        assertThat(refusal(BYTES, tuple -> tuple.getString(0))).endsWith("found byte[]; read it with getBinary");
        assertThat(refusal("s", tuple -> tuple.getBinary(0)))
                .endsWith("wanted byte[], found java.lang.String; read it with getString");
    }

    private static String refusal(Object value, Function<Tuple, Object> read) {
        Tuple tuple = FakeTuple.of(new Fields("x"), value);
        try {
            return "not refused: " + read.apply(tuple);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void valuesAreFoundByFieldAndAnUnknownFieldNamesTheNearest() {
        Tuple tuple = FakeTuple.of(new Fields("word", "count"), "a", 1);

        assertThat(tuple.getValueByField("count")).isEqualTo(1);
        assertThat(tuple.fieldIndex("count")).isEqualTo(1);
        assertThat(tuple.contains("word")).isTrue();
        assertThat(tuple.contains("words")).isFalse();
        assertThat(tuple.select(new Fields("count", "word"))).isEqualTo(List.of(1, "a"));
        assertThat(tuple.getSourceGlobalStreamId()).isEqualTo(new GlobalStreamId("split", "default"));
        assertThatThrownBy(() -> tuple.getStringByField("wrod"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no field 'wrod'; did you mean 'word'? fields: word, count");
    }

    @Test
    void onlyTheTickStreamOfTheSystemIsATick() {
        Fields none = new Fields();
        assertThat(new FakeTuple("__system", "__tick", none, List.of()).isTick())
                .isTrue();
        assertThat(new FakeTuple("__system", "default", none, List.of()).isTick())
                .isFalse();
        assertThat(new FakeTuple("split", "__tick", none, List.of()).isTick()).isFalse();
    }
}
