package dev.vendaval.flux.samples;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Takes anything that a file can set: by constructor, setter, field or method. */
public class Tank implements Serializable {
    private static final long serialVersionUID = 1L;

    public int level;
    public String label = "none";
    public final int fixed = 1;
    public Unit unit = Unit.KB;
    public Duration wait = Duration.ZERO;
    public List<Tank> tanks = List.of();
    public String given = "";

    public Tank() {}

    public Tank(String label) {
        this.label = label;
    }

    public Tank(float level, Unit unit) {
        this.level = (int) level;
        this.unit = unit;
    }

    public Tank(List<Tank> tanks) {
        this.tanks = List.copyOf(tanks);
    }

    public static Tank ofLevel(int level) {
        Tank tank = new Tank();
        tank.level = level;
        return tank;
    }

    public static Tank ofNothing() {
        return null;
    }

    public void setWait(Duration wait) {
        this.wait = wait;
    }

    public void setTanks(List<Tank> tanks) {
        this.tanks = List.copyOf(tanks);
    }

    public void setLimit(byte limit) {
        given = "limit " + limit;
    }

    public void fail() {
        throw new IllegalStateException("the tank leaks");
    }

    public void withFoo(String foo) {
        given += "foo=" + foo + ";";
    }

    public void withFooBar(String foo, String bar) {
        given += "foo=" + foo + " bar=" + bar + ";";
    }

    public void either(Path path) {
        given = "path " + path;
    }

    public void either(Duration duration) {
        given = "duration " + duration;
    }

    public void number(long number) {
        given = "long " + number;
    }

    public void number(double number) {
        given = "double " + number;
    }

    public void number(String text) {
        given = "text " + text;
    }

    public void array(int[] numbers) {
        given = "array of " + numbers.length;
    }

    public void varargs(String first, int... numbers) {
        given = first + " and " + numbers.length;
    }

    public void collections(Set<String> set, Collection<Long> longs, Map<String, Duration> map) {
        given = set + " " + longs + " " + map;
    }

    public void size(long bytes) {
        given = "bytes " + bytes;
    }

    public void type(Class<?> type, Path path) {
        given = type.getSimpleName() + " " + path;
    }

    public void nested(Map<String, List<Tank>> tanks) {
        given = "nested " + tanks.values().iterator().next().get(0).label;
    }

    public void flag(boolean flag, Object any) {
        given = flag + " " + any;
    }

    @Override
    public String toString() {
        return "Tank " + Objects.requireNonNullElse(label, "");
    }
}
