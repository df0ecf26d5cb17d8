package dev.vendaval.protocol.wire;

/** The number of the schema that records are written with. */
public final class Schema {
    /** What this version writes, and the newest it reads. */
    public static final int NUMBER = 1;

    private Schema() {}

    static void check(int number, String what) {
        if (number < 1 || number > NUMBER) {
            throw new WireFormatException(what + " was written with schema " + number + ", this version knows 1 to "
                    + NUMBER + "; it was written by a newer Vendaval or is not a record of Vendaval");
        }
    }
}
