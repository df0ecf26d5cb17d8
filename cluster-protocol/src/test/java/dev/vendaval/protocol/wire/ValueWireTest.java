package dev.vendaval.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.proto.MapMessage;
import dev.vendaval.protocol.proto.StateMessage;
import dev.vendaval.protocol.proto.ValueMessage;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ValueWireTest {
    @Test
    void typesNullsAndOrderSurvive() throws Exception {
        Map<String, Object> config = SampleRecords.config();

        Map<String, Object> back =
                ValueWire.map(MapMessage.parseFrom(ValueWire.map(config).toByteArray()));

        assertThat(back).isEqualTo(config);
        assertThat(back.keySet()).containsExactlyElementsOf(config.keySet());
        assertThatThrownBy(() -> back.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsNotPlainDataIsRefused() {
        assertThatThrownBy(() -> ValueWire.map(Map.of("k", Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.time.Instant");
        assertThatThrownBy(() -> ValueWire.map(Map.of("k", Map.of(1, 2)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKindOfValueFromANewerVersionIsRefused() {
        MapMessage message = MapMessage.newBuilder()
                .addEntries(MapMessage.Entry.newBuilder().setKey("k").setValue(ValueMessage.getDefaultInstance()))
                .build();

        assertThatThrownBy(() -> ValueWire.map(message)).isInstanceOf(WireFormatException.class);
    }

    @Test
    void aRecordOfANewerSchemaIsRefusedSayingSo() {
        assertThatThrownBy(() -> StateWire.state(
                        StateMessage.newBuilder().setSchema(Schema.NUMBER + 1).build()))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("newer Vendaval");
    }
}
