package dev.vendaval.api;

/** The stream and component ids that every topology knows without declaring them. */
public final class Streams {
    /** The stream that {@code emit} and {@code declare} mean when none is named. */
    public static final String DEFAULT = "default";

    /** The component that ticks come from; its task id is {@link #SYSTEM_TASK}. */
    public static final String SYSTEM_COMPONENT = "__system";

    /** The task id of {@link #SYSTEM_COMPONENT}: -1. */
    public static final int SYSTEM_TASK = -1;

    /** The stream of {@link #SYSTEM_COMPONENT} that ticks come on. */
    public static final String TICK = "__tick";

    private Streams() {}
}
