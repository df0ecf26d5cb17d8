package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * What a file's bytes are: text, or what keeps them from being that.
 *
 * @param text all of it, or null if it is none
 * @param problem why it is none, or null
 */
public record FileText(@Nullable String text, @Nullable Problem problem) {
    private static final String SAVE_AS_UTF_8 = "save it as UTF-8";
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /**
     * The text of a file.
     *
     * @param file what to call it in messages
     * @param named where it is named, for what is told of the file as a whole
     */
    public static FileText of(String file, Location named, byte[] bytes) {
        if (startsWith(bytes, ZIP)) {
            return not(named, file + " is a jar (or another zip archive)", "a plain text file belongs here");
        }
        if (isUtf16(bytes)) {
            return not(named, file + " is UTF-16 text", SAVE_AS_UTF_8);
        }
        if (has(bytes, 0)) {
            return not(named, file + " is not text", "a plain text file in UTF-8 belongs here");
        }
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(rest, characters, true);
        characters.flip();
        if (result.isError()) {
            int wrong = bytes[rest.position()] & 0xFF;
            return not(end(file, characters), String.format("the byte 0x%02X is not UTF-8 text", wrong), SAVE_AS_UTF_8);
        }
        return new FileText(characters.toString(), null);
    }

    /** Why a file could not be read. */
    public static Problem unreadable(String file, Location named, IOException why) {
        boolean denied = why instanceof AccessDeniedException;
        return new Problem(
                named,
                Problem.Severity.ERROR,
                denied ? "no permission to read " + file : "cannot read " + file + ": " + why.getMessage(),
                denied
                        ? "user " + System.getProperty("user.name", "unknown") + " must be allowed to read it"
                        : "it must be a readable file");
    }

    private static FileText not(Location at, String found, String right) {
        return new FileText(null, new Problem(at, Problem.Severity.ERROR, found, right));
    }

    private static boolean startsWith(byte[] bytes, byte... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || bytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(byte[] bytes, int wanted) {
        for (byte one : bytes) {
            if (one == wanted) {
                return true;
            }
        }
        return false;
    }

    /** By its mark; or, without one, ASCII characters with a zero beside each. */
    private static boolean isUtf16(byte[] bytes) {
        if (startsWith(bytes, (byte) 0xFF, (byte) 0xFE) || startsWith(bytes, (byte) 0xFE, (byte) 0xFF)) {
            return true;
        }
        return bytes.length >= 4
                && (bytes[0] == 0) != (bytes[1] == 0)
                && (bytes[0] == 0) == (bytes[2] == 0)
                && (bytes[1] == 0) == (bytes[3] == 0);
    }

    /** The place behind these characters. */
    private static Location end(String file, CharBuffer before) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < before.length(); i++) {
            if (before.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Location(file, line, before.length() - lineStart + 1);
    }
}
