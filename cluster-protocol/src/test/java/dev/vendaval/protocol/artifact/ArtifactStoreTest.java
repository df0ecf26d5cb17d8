package dev.vendaval.protocol.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactStoreTest {
    @TempDir
    private Path temporary;

    private Instant now = Instant.parse("2020-01-01T00:00:00Z");

    private ArtifactStore store() {
        return new ArtifactStore(temporary.resolve("artifacts"), new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String hashOf(String text) throws IOException {
        Path file = Files.writeString(temporary.resolve("hashed"), text);
        return ArtifactHash.of(file);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("artifacts"))) {
            return files.count();
        }
    }

    @Test
    void theHashIsSha256InHex() throws IOException {
        assertThat(hashOf("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void whatIsStoredIsThere() throws IOException {
        String hash = hashOf("jar");
        ArtifactStore store = store();
        assertThat(store.has(hash)).isFalse();

        Path path = store.store(hash, content("jar"));
        store.store(hash, content("jar"));

        assertThat(store.has(hash)).isTrue();
        assertThat(path).hasContent("jar").isEqualTo(store.path(hash));
        assertThat(path.getFileName()).hasToString(hash + ".jar");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void contentWithAnotherHashIsRefusedAndLeavesNothing() throws IOException {
        String hash = hashOf("jar");

        assertThatThrownBy(() -> store().store(hash, content("ja")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(hash, hashOf("ja"), "2 bytes");

        assertThat(store().has(hash)).isFalse();
        assertThat(files()).isZero();
    }

    @Test
    void contentThatBreaksOffLeavesNothing() throws IOException {
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> store().store("ab".repeat(32), breaking)).hasMessage("gone");

        assertThat(files()).isZero();
    }

    @Test
    void whatIsNotAHashNeverBecomesAPath() {
        ArtifactStore store = store();
        for (String name :
                new String[] {"", "../../etc/passwd", "AB".repeat(32), "ab".repeat(31), "ab".repeat(32) + "/"}) {
            assertThatThrownBy(() -> store.path(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.store(name, content("x"))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theLeastRecentlyUsedGoFirstButNeverOneInUse() throws IOException {
        ArtifactStore store = store();
        String first = stored(store, "first");
        String second = stored(store, "second");
        String third = stored(store, "third");
        now = now.plus(Duration.ofHours(1));
        store.use(first);

        assertThat(store.evict(6, Set.of(second))).containsExactly(third, first);

        assertThat(store.has(second)).isTrue();
        assertThat(store.evict(0, Set.of(second))).isEmpty();
        assertThat(store.evict(0, Set.of())).containsExactly(second);
    }

    private String stored(ArtifactStore store, String text) throws IOException {
        now = now.plus(Duration.ofMinutes(1));
        String hash = hashOf(text);
        store.store(hash, content(text));
        return hash;
    }

    @Test
    void anEmptyStoreEvictsNothing() throws IOException {
        assertThat(store().evict(0, Set.of())).isEmpty();
    }

    @Test
    void aFileThatIsTruncatedOrChangedLaterIsNotThereUntilItIsStoredAnew() throws IOException {
        String hash = hashOf("jar");
        ArtifactStore store = store();
        Path path = store.store(hash, content("jar"));
        for (String damaged : new String[] {"ja", "", "jarr", "war"}) {
            now = now.plusSeconds(1);
            Files.writeString(path, damaged);
            assertThat(store.has(hash)).as(damaged).isFalse();
            assertThat(store().has(hash)).as("after a restart: " + damaged).isFalse();
            assertThat(path).as("left for people to look at").hasContent(damaged);

            store.store(hash, content("jar"));
            assertThat(store.has(hash)).isTrue();
        }
    }

    @Test
    void onlyWhatIsNeitherUsedNorYoungIsRemoved() throws IOException {
        ArtifactStore store = store();
        String used = hashOf("used");
        String old = hashOf("old");
        String dated = hashOf("dated");
        for (String text : new String[] {"used", "old", "dated"}) {
            store.store(hashOf(text), content(text));
        }
        now = now.plus(Duration.ofDays(2));
        store.use(dated);
        String young = hashOf("young");
        store.store(young, content("young"));

        assertThat(store.removeUnused(Duration.ofDays(1), Set.of(used))).containsExactly(old);
        assertThat(store.has(used)).isTrue();
        assertThat(store.has(dated)).isTrue();
        assertThat(store.has(young)).isTrue();
        assertThat(store.has(old)).isFalse();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(temporary.resolve("artifacts"), "a file where a directory should be");

        assertThatThrownBy(() -> store().store(hashOf("jar"), content("jar")))
                .isInstanceOf(ArtifactStore.DiskException.class)
                .hasMessageContaining(temporary.resolve("artifacts").toString());
    }
}
