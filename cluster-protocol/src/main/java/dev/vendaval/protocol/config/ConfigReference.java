package dev.vendaval.protocol.config;

import java.util.List;
import java.util.Map;

/** The reference of all keys as a Markdown page, generated from the table that the parser uses. */
public final class ConfigReference {
    private ConfigReference() {}

    /** The whole page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("# Configuration\n\n")
                .append("Generated from the table of keys that the parser uses; do not edit by hand.\n\n")
                .append("Keys are set in `conf/vendaval.yaml` or with `-c key=value`, `topology.*` keys also by the ")
                .append("topology and by each of its components. Layers, lowest first: defaults, Nimbus's ")
                .append("`vendaval.yaml`, the topology, `-c`, the component. Durations need a unit (`250ms`, `30s`, ")
                .append("`5m`, `7d`), sizes too (`512KiB`, `64MiB`, `10GiB`). An unknown key of ours is refused; your ")
                .append("own keys pass through to your components.\n\n")
                .append(
                        "Keys marked *live* can be changed with `vendaval rebalance NAME -t KEY=VALUE` while executors ")
                .append("go on as they are. Your own keys can be changed so, too: components that may have read them ")
                .append("are re-created.\n\n")
                .append("| key | type | default | live | meaning |\n|---|---|---|---|---|\n");
        ConfigTable.keys().forEach(key -> page.append(row(key)));
        page.append("\n## Apache Storm's spellings\n\n")
                .append("These are aliases, in Storm's units. Other known Storm keys are ignored with a warning.\n\n")
                .append("| Storm | Vendaval | form |\n|---|---|---|\n");
        StormKeys.aliases().forEach(alias -> page.append(row(alias)));
        page.append("| `storm.zookeeper.servers`, `storm.zookeeper.port` | `zookeeper.servers` | combined |\n");
        return page.toString();
    }

    private static String row(ConfigKey key) {
        String type = key.choices().isEmpty() ? key.type().title() : String.join(" or ", key.choices());
        return "| `" + key.name() + "` | " + type + " | " + defaultText(key) + " | " + (key.isLive() ? "live" : "")
                + " | " + key.meaning() + " |\n";
    }

    private static String defaultText(ConfigKey key) {
        Object value = key.defaultValue();
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return "`" + list.stream().map(ConfigReference::element).toList() + "`";
        }
        return value instanceof Map<?, ?> ? "`{}`" : "`" + value + "`";
    }

    private static String element(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static String row(StormKeys.Alias alias) {
        String form = switch (alias.form()) {
            case SAME -> "as it is";
            case SECONDS -> "number of seconds";
            case MILLISECONDS -> "number of milliseconds";
            case MEBIBYTES -> "number of MiB";
            case WORDS -> "text, parted at spaces";
        };
        return "| `" + alias.stormName() + "` | `" + alias.name() + "` | " + form + " |\n";
    }
}
