package dev.vendaval.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ValueFormsTest {
    @Test
    void durationsAreReadInAllUnits() {
        assertThat(Durations.parse("50us")).isEqualTo(Duration.ofNanos(50_000));
        assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Durations.parse(" 30 s ")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Durations.parse("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Durations.parse("7d")).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aFormattedDurationIsReadBackTheSame() {
        for (String text : new String[] {"50us", "250ms", "90s", "5m", "3h", "7d", "0ms"}) {
            assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
        }
    }

    @Test
    void whatIsNoDurationIsRefused() {
        for (String text : new String[] {"", "30", "s", "-1s", "1.5s", "1 week"}) {
            assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sizesAreReadInAllUnits() {
        assertThat(Sizes.parse("7B")).isEqualTo(7);
        assertThat(Sizes.parse("512KiB")).isEqualTo(512L << 10);
        assertThat(Sizes.parse("10GiB")).isEqualTo(10L << 30);
        assertThatThrownBy(() -> Sizes.parse("999999999999TiB")).hasMessageContaining("too large");
    }

    @Test
    void addressesAreReadWithAndWithoutPort() {
        assertThat(HostPort.parse("a:1")).isEqualTo(new HostPort("a", 1));
        assertThat(HostPort.parse("a", 5)).isEqualTo(new HostPort("a", 5));
        assertThat(HostPort.parse("[::1]:7")).isEqualTo(new HostPort("::1", 7));
        assertThat(HostPort.parse("[::1]:7").toString()).isEqualTo("[::1]:7");
        assertThatThrownBy(() -> HostPort.parse("a")).hasMessageContaining("host:port");
        assertThatThrownBy(() -> HostPort.parse("a:99999")).hasMessageContaining("99999");
    }
}
