package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.cli.logging.ProcessLogging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProcessLoggingTest {
    @AfterEach
    void warningsOnlyAgain() {
        ProcessLogging.ofCommand();
    }

    @Test
    void aLocalRunShowsWhatExamplesAndUsersLogAndOfTheRuntimeOnlyWarnings() {
        ProcessLogging.ofLocalRun();

        assertThat(LoggerFactory.getLogger("dev.vendaval.examples.WordCount").isInfoEnabled())
                .isTrue();
        assertThat(LoggerFactory.getLogger("com.example.Main").isInfoEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("dev.vendaval.worker.Worker").isInfoEnabled())
                .isFalse();
        assertThat(LoggerFactory.getLogger("dev.vendaval.worker.Worker").isWarnEnabled())
                .isTrue();
    }
}
