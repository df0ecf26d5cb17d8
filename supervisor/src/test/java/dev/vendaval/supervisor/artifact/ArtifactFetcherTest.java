package dev.vendaval.supervisor.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.artifact.ArtifactSource;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.artifact.NamedSource;
import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Getting artifacts, and not getting them. Runs on the test's thread. */
class ArtifactFetcherTest {
    @TempDir
    private Path directory;

    private final List<String> outcomes = new ArrayList<>();
    private Set<String> inUse = Set.of();
    private List<NamedSource> others = List.of();

    private ArtifactFetcher fetcher(long cacheBytes) {
        return fetcher(cacheBytes, Runnable::run);
    }

    private ArtifactFetcher fetcher(long cacheBytes, Executor executor) {
        return new ArtifactFetcher(new ArtifactStore(directory), () -> others, cacheBytes, () -> inUse, executor);
    }

    private static String hash(String content) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static ArtifactSource source(String content) {
        return (sha256, out) -> out.write(content.getBytes(StandardCharsets.UTF_8));
    }

    private final ArtifactFetcher.Outcome record = new ArtifactFetcher.Outcome() {
        @Override
        public void arrived(String sha256) {
            outcomes.add("arrived " + sha256);
        }

        @Override
        public void missing(String sha256, String message) {
            outcomes.add("missing " + message);
        }
    };

    @Test
    void anArtifactArrivesWholeAndIsNotFetchedAgain() throws Exception {
        String sha256 = hash("jar");
        ArtifactFetcher fetcher = fetcher(1000);
        fetcher.fetch(sha256, source("jar"), record);
        fetcher.fetch(sha256, null, record);

        assertThat(outcomes).containsExactly("arrived " + sha256, "arrived " + sha256);
        assertThat(fetcher.path(sha256))
                .isEqualTo(directory.resolve(sha256 + ".jar"))
                .hasContent("jar");
    }

    @Test
    void aWrongHashLeavesNothingBehind() throws Exception {
        fetcher(1000).fetch(hash("jar"), source("tampered"), record);

        assertThat(outcomes).hasSize(1).first().asString().startsWith("missing").contains("hash");
        assertNothingIsThere();
    }

    @Test
    void aNimbusThatGoesAwayHalfWayLeavesNothingBehind() throws Exception {
        fetcher(1000)
                .fetch(
                        hash("jar"),
                        (sha256, out) -> {
                            out.write('j');
                            throw new ServiceException(SubmitException.Code.NO_CLUSTER, "Nimbus is gone", null);
                        },
                        record);

        assertThat(outcomes).hasSize(1).first().asString().startsWith("missing").contains("Nimbus is gone");
        assertNothingIsThere();
    }

    @Test
    void withoutANimbusItIsMissing() throws Exception {
        fetcher(1000).fetch(hash("jar"), null, record);

        assertThat(outcomes).hasSize(1).first().asString().contains("no Nimbus is connected");
    }

    @Test
    void whatIsNotAHashNeverBecomesAPath() {
        fetcher(1000).fetch("../../evil", source("jar"), record);

        assertThat(outcomes).hasSize(1).first().asString().startsWith("missing");
    }

    @Test
    void tooMuchAtOnceIsRefused() throws Exception {
        ArtifactFetcher busy = fetcher(1000, task -> {
            throw new RejectedExecutionException("full");
        });
        busy.fetch(hash("jar"), source("jar"), record);

        assertThat(outcomes).hasSize(1).first().asString().contains("too much else");
    }

    @Test
    void theCacheKeepsItsSizeButNeverLosesWhatIsInUse() throws Exception {
        ArtifactFetcher fetcher = fetcher(5);
        inUse = Set.of(hash("first"));
        fetcher.fetch(hash("first"), source("first"), record);
        fetcher.fetch(hash("second"), source("second"), record);
        fetcher.fetch(hash("third"), source("third"), record);

        assertThat(fetcher.path(hash("first"))).exists();
        assertThat(fetcher.path(hash("second"))).doesNotExist();
        assertThat(fetcher.path(hash("third"))).exists();
    }

    private void assertNothingIsThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatTheLeaderLacksComesFromTheFirstOtherThatHasItWhole() throws Exception {
        ArtifactSource lacking = (sha256, out) -> {
            throw new ServiceException(SubmitException.Code.NOT_FOUND, "not here", null);
        };
        others = List.of(
                new NamedSource("Nimbus at b", source("dama")),
                new NamedSource("supervisor at c", source("jar")),
                new NamedSource("supervisor at d", lacking));
        fetcher(1000).fetch(hash("jar"), lacking, record);

        assertThat(outcomes).containsExactly("arrived " + hash("jar"));
        assertThat(directory.resolve(hash("jar") + ".jar")).hasContent("jar");
    }

    @Test
    void whenNobodyHasItTheMessageSaysWhatEachAnswered() throws Exception {
        others = List.of(new NamedSource("supervisor at c", source("dama")));
        fetcher(1000).fetch(hash("jar"), null, record);

        assertThat(outcomes).singleElement().asString().startsWith("missing").contains("supervisor at c", "hash");
    }

    @Test
    void anArtifactThatIsTruncatedInTheCacheIsFetchedAnew() throws Exception {
        String sha256 = hash("jar");
        Files.writeString(directory.resolve(sha256 + ".jar"), "ja");
        fetcher(1000).fetch(sha256, source("jar"), record);

        assertThat(outcomes).containsExactly("arrived " + sha256);
        assertThat(directory.resolve(sha256 + ".jar")).hasContent("jar");
    }

    @Test
    void anArtifactThatIsTruncatedInTheCacheIsNotUsedWhenNobodyElseHasIt() throws Exception {
        String sha256 = hash("jar");
        Files.writeString(directory.resolve(sha256 + ".jar"), "ja");
        fetcher(1000).fetch(sha256, null, record);

        assertThat(outcomes).singleElement().asString().startsWith("missing");
    }
}
