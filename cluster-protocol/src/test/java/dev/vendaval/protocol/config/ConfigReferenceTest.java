package dev.vendaval.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** To renew the page after a change of the table: run this test with -Dvendaval.write.reference=true. */
    @Test
    void theReferencePageIsWhatTheTableGenerates() throws IOException {
        if (Boolean.getBoolean("vendaval.write.reference")) {
            Files.writeString(PAGE, ConfigReference.markdown());
        }

        assertThat(PAGE).content().isEqualTo(ConfigReference.markdown());
    }

    @Test
    void everyDefaultIsAValidValueInCanonicalForm() {
        for (ConfigKey key : ConfigTable.keys()) {
            if (key.defaultValue() != null) {
                assertThat(key.checked(key.name(), key.defaultValue()))
                        .as(key.name())
                        .isEqualTo(key.defaultValue());
            }
        }
    }

    @Test
    void everyAliasLeadsToAKey() {
        assertThat(StormKeys.aliases())
                .allSatisfy(alias -> assertThat(ConfigTable.find(alias.name())).isPresent())
                .allSatisfy(
                        alias -> assertThat(ConfigTable.find(alias.stormName())).isEmpty());
    }

    @Test
    void noKeyOfOursIsTakenForAStormKeyToIgnore() {
        assertThat(ConfigTable.keys()).noneMatch(key -> StormKeys.isIgnored(key.name()));
    }
}
