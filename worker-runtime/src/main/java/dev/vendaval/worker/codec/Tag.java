package dev.vendaval.worker.codec;

/** The byte in front of each value, saying how it is written. On the wire: numbers are never given anew. */
final class Tag {
    static final int NULL = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int SHORT = 4;
    static final int CHARACTER = 5;
    /** Zigzag, variable width. */
    static final int INTEGER = 6;
    /** A long that fits an int: zigzag, variable width. */
    static final int SMALL_LONG = 7;

    static final int LONG = 8;
    static final int FLOAT = 9;
    static final int DOUBLE = 10;
    static final int STRING = 11;

    static final int BYTE_ARRAY = 16;
    static final int BOOLEAN_ARRAY = 17;
    static final int SHORT_ARRAY = 18;
    static final int CHAR_ARRAY = 19;
    static final int INT_ARRAY = 20;
    static final int LONG_ARRAY = 21;
    static final int FLOAT_ARRAY = 22;
    static final int DOUBLE_ARRAY = 23;
    /** Class name of the component type, then the elements. */
    static final int OBJECT_ARRAY = 24;

    static final int LIST = 32;
    static final int SET = 33;
    static final int MAP = 34;
    static final int SORTED_SET = 35;
    static final int SORTED_MAP = 36;

    static final int UUID = 48;
    static final int INSTANT = 49;
    static final int DURATION = 50;
    static final int LOCAL_DATE = 51;
    static final int LOCAL_TIME = 52;
    static final int LOCAL_DATE_TIME = 53;
    static final int BIG_INTEGER = 54;
    static final int BIG_DECIMAL = 55;
    static final int DATE = 56;

    /** Class name, then the name of the constant. */
    static final int ENUM = 64;
    /** Class name, then the components. */
    static final int RECORD = 65;
    /** Number of the user's serializer, length, bytes. */
    static final int USER = 66;
    /** Length, CRC-32C, bytes of Kryo. */
    static final int PLAIN = 67;

    private Tag() {}
}
