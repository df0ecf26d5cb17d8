package dev.vendaval.flux.samples;

import java.io.Serializable;

/** A class that cannot be initialized. */
public class FailsToStart implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int NEVER = fail();

    public FailsToStart() {}

    private static int fail() {
        throw new IllegalStateException("no native library " + NEVER);
    }
}
