package dev.vendaval.flux.assembly;

import dev.vendaval.api.Config;
import dev.vendaval.flux.model.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configuration as the API takes it. */
public final class Settings {
    private Settings() {}

    /** As a topology's configuration; keys without a value are left out. */
    public static Config config(List<Setting> settings) {
        return new Config(map(settings));
    }

    static Map<String, Object> map(List<Setting> settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Object value = setting.value();
            if (value != null) {
                map.put(setting.key().value(), value);
            }
        }
        return map;
    }
}
