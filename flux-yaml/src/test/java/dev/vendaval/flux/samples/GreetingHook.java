package dev.vendaval.flux.samples;

import dev.vendaval.api.WorkerHook;

/** A worker hook with a setting. */
public class GreetingHook implements WorkerHook {
    private static final long serialVersionUID = 1L;

    public String greeting = "hello";
}
