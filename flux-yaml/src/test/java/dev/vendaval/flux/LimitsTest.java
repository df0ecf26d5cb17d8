package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.flux.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String SPOUT = """
            name: t
            spouts:
              - id: spout
                className: dev.vendaval.flux.samples.WordSpout
            """;

    @Test
    void manyWarningsDoNotHideAnError() {
        StringBuilder yaml = new StringBuilder(SPOUT + "config:\n");
        for (int i = 0; i < 300; i++) {
            yaml.append("  key").append(i).append(":\n");
        }
        yaml.append("workerHooks:\n  - {id: hook, className: none.Such}\n");
        FluxReport report = Flux.check(new FluxFile.Text("t", yaml.toString()), FluxOptions.defaults());

        assertThat(report.isValid()).isFalse();
        assertThat(report.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .hasSize(1);
        assertThat(report.problems()).last().asString().contains("100 more warnings are left out here");
    }

    @Test
    void ofVeryManyErrorsTheRestIsCounted() {
        StringBuilder yaml = new StringBuilder(SPOUT);
        for (int i = 0; i < 450; i++) {
            yaml.append("key").append(i).append(": x\n");
        }

        assertThat(Loaded.problemsOf(yaml.toString(), FluxOptions.defaults()))
                .hasSize(201)
                .last()
                .asString()
                .contains("250 more errors are left out here");
    }

    @Test
    void aStreamIsNotReadBeyondTheLimit() {
        InputStream first = new ByteArrayInputStream("#".repeat(3 << 20).getBytes(StandardCharsets.UTF_8));
        InputStream next = new InputStream() {
            private int read;

            @Override
            public int read() {
                if (read++ > 0) {
                    throw new IllegalStateException("read on beyond the limit");
                }
                return '#';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                bytes[offset] = (byte) read();
                return 1;
            }
        };

        assertThatThrownBy(() -> Flux.load(new SequenceInputStream(first, next), FluxOptions.defaults()))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining("topology.yaml is larger than 3 MiB");
    }

    @Test
    void anIdMayBeAsLongAsTheApiAllows() {
        for (String id : List.of("b".repeat(128), "none")) {
            String yaml = SPOUT + """
                    bolts:
                      - {id: %s, className: dev.vendaval.flux.samples.PassBolt}
                    streams:
                      - {from: spout, to: %s, grouping: {type: SHUFFLE}}
                    """.formatted(id, id);

            assertThat(Loaded.of(yaml).topology().component(id).id()).isEqualTo(id);
        }
    }

    @Test
    void manyBeginningsOfPlaceholdersAreReadInTime() {
        String yaml = SPOUT + "config:\n  a: '" + "${".repeat(100_000) + "'\n";

        assertThat(Loaded.problemsOf(
                        new String(yaml.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                        FluxOptions.defaults()))
                .singleElement()
                .asString()
                .contains("'${' without '}'");
    }
}
