package dev.vendaval.protocol.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of an artifact's bytes as 64 lower case hex digits: its only name. */
public final class ArtifactHash {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK_BYTES = 64 * 1024;

    private ArtifactHash() {}

    /** Returns {@code sha256} if it is a hash, so that nothing else ever becomes part of a path. */
    public static String checked(String sha256) {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "'" + sha256 + "' is not the hash of an artifact; that is 64 hex digits, 0-9 and a-f");
        }
        return sha256;
    }

    /** The hash of a file's content. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            int read;
            do {
                read = content.read(chunk);
            } while (read >= 0);
        }
        return hex(digest);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
