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

    @Test
    void anEndByASignalIsToldFromAnExitCode() {
        assertThat(DaemonProcess.end(137)).isEqualTo(" was ended by SIGKILL");
        assertThat(DaemonProcess.end(192)).isEqualTo(" was ended by signal 64");
        assertThat(DaemonProcess.end(128)).isEqualTo(" ended with exit code 128");
        assertThat(DaemonProcess.end(193)).isEqualTo(" ended with exit code 193");
        assertThat(DaemonProcess.end(255)).isEqualTo(" ended with exit code 255");
        assertThat(DaemonProcess.end(1)).isEqualTo(" ended with exit code 1");
    }
}
