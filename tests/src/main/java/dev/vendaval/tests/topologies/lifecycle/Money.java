package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.ValueSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A value class with a serializer of its own, which leaves its mark on what it reads. */
public final class Money {
    private final long cents;
    private final transient String readBy;

    public Money(long cents) {
        this(cents, "nobody");
    }

    private Money(long cents, String readBy) {
        this.cents = cents;
        this.readBy = readBy;
    }

    long cents() {
        return cents;
    }

    /** Who has read it. */
    String readBy() {
        return readBy;
    }

    /** Registered by the topology. */
    public static final class Serializer implements ValueSerializer<Money> {
        public Serializer() {}

        @Override
        public void write(Money value, DataOutput out) throws IOException {
            Loaders.note("serializer write");
            out.writeLong(value.cents);
        }

        @Override
        public Money read(DataInput in) throws IOException {
            Loaders.note("serializer read");
            return new Money(in.readLong(), "its serializer");
        }
    }
}
