package dev.vendaval.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The least that makes a tuple. */
record FakeTuple(String component, String stream, Fields fields, List<Object> values) implements Tuple {
    static FakeTuple of(Fields fields, @Nullable Object... values) {
        return new FakeTuple("split", Streams.DEFAULT, fields, Collections.unmodifiableList(Arrays.asList(values)));
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public @Nullable Object getValue(int index) {
        return values.get(index);
    }

    @Override
    public List<Object> getValues() {
        return values;
    }

    @Override
    public Fields getFields() {
        return fields;
    }

    @Override
    public String getSourceComponent() {
        return component;
    }

    @Override
    public int getSourceTask() {
        return 7;
    }

    @Override
    public String getSourceStreamId() {
        return stream;
    }
}
