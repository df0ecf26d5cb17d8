package dev.vendaval.flux.samples;

import java.io.Serializable;
import java.util.List;

/** Its public constructors and methods name a class that may not be there. */
public class NeedsAbsent implements Serializable {
    private static final long serialVersionUID = 1L;

    public NeedsAbsent() {}

    public NeedsAbsent(Absent absent) {}

    /** Names it as the parameter of a type only. */
    public static class InList implements Serializable {
        private static final long serialVersionUID = 1L;

        public InList(List<Absent> list) {}
    }

    /** Needs it in the body of its constructor only. */
    public static class Inside implements Serializable {
        private static final long serialVersionUID = 1L;

        public final int made;

        public Inside() {
            made = new Absent().hashCode();
        }
    }

    /** Names it in a method only. */
    public static class ByMethod {
        public ByMethod() {}

        public void take(Absent absent) {}
    }
}
