package dev.vendaval.api;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The values of one tuple, in the order of its stream's fields: {@code collector.emit(new Values("word", 1L))}. Any
 * other {@code List<Object>} will do as well. Not to be changed once emitted.
 */
public class Values extends ArrayList<Object> {
    private static final long serialVersionUID = 1;

    /** Without values yet. */
    public Values() {}

    /**
     * With these values.
     *
     * @param values in the order of the stream's fields; nulls are allowed
     */
    public Values(@Nullable Object... values) {
        // One array instead of the three that ArrayList's copy of a list makes: this is on the way of every tuple.
        super(values.length);
        for (Object value : values) {
            super.add(value);
        }
    }
}
