package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.ListMessage;
import dev.vendaval.protocol.proto.MapMessage;
import dev.vendaval.protocol.proto.NullMessage;
import dev.vendaval.protocol.proto.ValueMessage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configuration maps: plain data whose number types, nulls and order survive. */
public final class ValueWire {
    private static final ValueMessage NULL =
            ValueMessage.newBuilder().setNull(NullMessage.getDefaultInstance()).build();

    private ValueWire() {}

    public static MapMessage map(Map<?, ?> map) {
        MapMessage.Builder message = MapMessage.newBuilder();
        map.forEach((key, value) -> {
            if (!(key instanceof String text)) {
                throw new IllegalArgumentException("a configuration map has the key " + key + ", which is not a text");
            }
            message.addEntriesBuilder().setKey(text).setValue(value(value));
        });
        return message.build();
    }

    private static ValueMessage value(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        ValueMessage.Builder message = ValueMessage.newBuilder();
        if (value instanceof Boolean bool) {
            message.setBool(bool);
        } else if (value instanceof String text) {
            message.setText(text);
        } else if (value instanceof Number number) {
            setNumber(message, number);
        } else if (value instanceof List<?> list) {
            ListMessage.Builder elements = ListMessage.newBuilder();
            list.forEach(element -> elements.addValues(value(element)));
            message.setList(elements);
        } else if (value instanceof Map<?, ?> map) {
            message.setMap(map(map));
        } else {
            throw unsupported(value);
        }
        return message.build();
    }

    private static void setNumber(ValueMessage.Builder message, Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            message.setInt32(number.intValue());
        } else if (number instanceof Long value) {
            message.setInt64(value);
        } else if (number instanceof Double value) {
            message.setDouble(value);
        } else if (number instanceof Float value) {
            message.setFloat(value);
        } else if (number instanceof BigInteger value) {
            message.setBigInteger(value.toString());
        } else if (number instanceof BigDecimal value) {
            message.setBigDecimal(value.toString());
        } else {
            throw unsupported(number);
        }
    }

    private static IllegalArgumentException unsupported(Object value) {
        return new IllegalArgumentException(
                "a configuration map holds a " + value.getClass().getName() + ", which is not plain data");
    }

    /** Unmodifiable, in the order it was written. */
    public static Map<String, Object> map(MapMessage message) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (MapMessage.Entry entry : message.getEntriesList()) {
            map.put(entry.getKey(), value(entry.getValue()));
        }
        // The API's maps of Object may hold nulls although their type does not say so.
        @SuppressWarnings("NullAway")
        Map<String, Object> result = Collections.unmodifiableMap(map);
        return result;
    }

    private static @Nullable Object value(ValueMessage message) {
        return switch (message.getKindCase()) {
            case NULL -> null;
            case BOOL -> message.getBool();
            case INT32 -> message.getInt32();
            case INT64 -> message.getInt64();
            case DOUBLE -> message.getDouble();
            case FLOAT -> message.getFloat();
            case BIG_INTEGER -> new BigInteger(message.getBigInteger());
            case BIG_DECIMAL -> new BigDecimal(message.getBigDecimal());
            case TEXT -> message.getText();
            case LIST -> list(message.getList());
            case MAP -> map(message.getMap());
            case KIND_NOT_SET -> throw new WireFormatException("a configuration value of an unknown kind");
        };
    }

    private static List<@Nullable Object> list(ListMessage message) {
        List<@Nullable Object> list = new ArrayList<>(message.getValuesCount());
        message.getValuesList().forEach(element -> list.add(value(element)));
        return Collections.unmodifiableList(list);
    }
}
