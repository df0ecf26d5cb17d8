package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FluxArgumentOrderTest {
    @ParameterizedTest
    @CsvSource({
        "jar app.jar --flux t.yaml --dry-run,jar --flux t.yaml --dry-run app.jar",
        "-c a=b --json jar --no-wait app.jar --flux=t.yaml,-c a=b --json jar --no-wait --flux=t.yaml app.jar",
        "local --local-ttl 5 app.jar --env-filter --flux t.yaml,local --local-ttl 5 --env-filter --flux t.yaml app.jar",
        "jar app.jar Main --flux t.yaml,jar app.jar Main --flux t.yaml",
        "jar app.jar --no-wait Main,jar app.jar --no-wait Main",
        "jar --flux t.yaml app.jar --dry-run,jar --flux t.yaml --dry-run app.jar",
        "jar app.jar --flux t.yaml Main a,jar --flux t.yaml app.jar Main a",
        "jar --flux t.yaml app.jar Main --dry-run,jar --flux t.yaml app.jar Main --dry-run",
        "jar --flux t.yaml app.jar,jar --flux t.yaml app.jar",
        "list --flux t.yaml,list --flux t.yaml",
        "jar,jar",
        "local app.jar --flux,local app.jar --flux",
        "local app.jar --flux t.yaml --filter,local app.jar --flux t.yaml --filter",
        "jar app.jar Main --flux,jar app.jar Main --flux",
    })
    void optionsOfFluxMayStandAfterTheJar(String given, String parsed) {
        assertThat(FluxArgumentOrder.parseable(List.of(given.split(" ")))).isEqualTo(List.of(parsed.split(" ")));
    }
}
