package dev.vendaval.worker.codec;

import java.util.HashMap;
import java.util.Map;

/** Constants of one enum, by name. */
final class EnumFormat implements ValueFormat {
    private final Class<?> type;
    private final byte[] className;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    /** @param type the enum itself, not the class of a constant with a body */
    EnumFormat(Class<?> type) {
        this.type = type;
        this.className = ClassNames.bytes(type);
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
        }
    }

    @Override
    public void write(Object value, ByteOutput out) {
        out.putByte(Tag.ENUM);
        ClassNames.write(className, out);
        Text.write(((Enum<?>) value).name(), out);
    }

    Enum<?> readBody(ByteInput in) {
        String name = Text.read(in);
        Enum<?> constant = constants.get(name);
        if (constant == null) {
            throw new CodecException("enum " + type.getName() + " has no constant " + name);
        }
        return constant;
    }
}
