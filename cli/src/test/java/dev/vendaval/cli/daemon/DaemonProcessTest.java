package dev.vendaval.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DaemonProcessTest {
    @Test
    void aJavaThatWarnsOfWhatLibrariesDoIsToldThatItIsAllowed() {
        assertThat(DaemonProcess.allowed(24))
                .containsExactly("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void anOlderJavaWhichDoesNotKnowTheseOptionsGetsNone() {
        assertThat(DaemonProcess.allowed(17)).isEmpty();
        assertThat(DaemonProcess.allowed(23)).isEmpty();
    }
}
