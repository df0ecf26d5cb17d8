package dev.vendaval.worker.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of classes on the wire, and the user's classes behind them. Looks a known name up by its bytes, without making a
 * string. Holds only classes that exist. Owned by one codec.
 */
final class ClassNames {
    private static final int MIN_SLOTS = 64;

    /** A class and its name as bytes. */
    private static final class Named {
        final byte[] name;
        final Class<?> type;

        Named(byte[] name, Class<?> type) {
            this.name = name;
            this.type = type;
        }
    }

    private final ClassLoader loader;
    private @Nullable Named[] slots = new @Nullable Named[MIN_SLOTS];
    private int size;

    ClassNames(ClassLoader loader) {
        this.loader = loader;
    }

    static byte[] bytes(Class<?> type) {
        return type.getName().getBytes(StandardCharsets.UTF_8);
    }

    static void write(byte[] name, ByteOutput out) {
        out.putVarInt(name.length);
        out.putBytes(name, 0, name.length);
    }

    /** The class whose name comes next. */
    Class<?> read(ByteInput in) {
        int length = in.getCount(1);
        int at = in.skip(length);
        byte[] array = in.array();
        int slot = home(array, at, length);
        Named found = slots[slot];
        while (found != null) {
            if (Arrays.equals(found.name, 0, found.name.length, array, at, at + length)) {
                return found.type;
            }
            slot = (slot + 1) & (slots.length - 1);
            found = slots[slot];
        }
        byte[] name = Arrays.copyOfRange(array, at, at + length);
        Class<?> type = load(new String(name, StandardCharsets.UTF_8));
        add(new Named(name, type));
        return type;
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CodecException("a value of class " + name + ", which cannot be loaded here: " + e, e);
        }
    }

    private void add(Named named) {
        if (size >= slots.length / 2) {
            @Nullable Named[] old = slots;
            slots = new @Nullable Named[old.length * 2];
            for (Named moved : old) {
                if (moved != null) {
                    put(moved);
                }
            }
        }
        put(named);
        size++;
    }

    private void put(Named named) {
        int slot = home(named.name, 0, named.name.length);
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = named;
    }

    private int home(byte[] array, int at, int length) {
        int hash = length;
        for (int i = at; i < at + length; i++) {
            hash = hash * 31 + array[i];
        }
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }
}
