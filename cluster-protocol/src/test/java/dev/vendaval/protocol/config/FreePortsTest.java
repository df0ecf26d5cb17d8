package dev.vendaval.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void theyDifferCanBeListenedOnAndAreNotForOutgoingConnections() throws IOException {
        List<Integer> ports = FreePorts.choose(20, HOST);

        assertThat(ports).hasSize(20).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port < 32_768);
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            }
        }
    }

    @Test
    void aHostThatIsNotThisMachineIsRefused() {
        // Of the block for documentation, RFC 5737.
        assertThatThrownBy(() -> FreePorts.choose(1, "192.0.2.1")).isInstanceOf(IOException.class);
    }
}
