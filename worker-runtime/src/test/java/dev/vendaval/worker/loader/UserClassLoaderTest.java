package dev.vendaval.worker.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vendaval.api.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UserClassLoaderTest {
    @TempDir
    private Path directory;

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, String> resources = new TreeMap<>();

    @BeforeEach
    void aSmallJar() {
        sources.put(
                "user.Answer",
                "package user; public class Answer implements java.util.function.Supplier<Object>, java.io.Serializable {"
                        + " public Object get() { return \"from the jar\"; } }");
        resources.put("user/data.txt", "hello");
    }

    @Test
    void loadsClassesAndResourcesOfTheJar() throws Exception {
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar()))) {
            Class<?> type = loader.loadClass("user.Answer");
            assertThat(type.getClassLoader()).isSameAs(loader);
            assertThat(((Supplier<?>) type.getConstructor().newInstance()).get())
                    .isEqualTo("from the jar");
            try (InputStream data = loader.getResourceAsStream("user/data.txt")) {
                assertThat(data).isNotNull().hasContent("hello");
            }
        }
    }

    @Test
    void seesOurApiAndSlf4jEvenIfTheJarBundlesThem() throws Exception {
        sources.put("dev.vendaval.api.Tuple", "package dev.vendaval.api; public interface Tuple {}");
        sources.put("org.slf4j.Logger", "package org.slf4j; public interface Logger {}");
        sources.put("org.slf4j.extra.Bridge", "package org.slf4j.extra; public class Bridge {}");
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar()))) {
            assertThat(loader.loadClass("dev.vendaval.api.Tuple")).isSameAs(Tuple.class);
            assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
            assertThat(loader.loadClass("org.slf4j.extra.Bridge").getClassLoader())
                    .isSameAs(loader);
            assertThat(loader.getResource("dev/vendaval/api/Tuple.class"))
                    .isEqualTo(Tuple.class.getResource("/dev/vendaval/api/Tuple.class"));
            assertThat(Collections.list(loader.getResources("dev/vendaval/api/Tuple.class")))
                    .hasSize(1);
        }
    }

    @Test
    void seesNothingElseOfOurs() throws Exception {
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar()))) {
            for (String ours : List.of(
                    "com.esotericsoftware.kryo.Kryo",
                    "io.grpc.Grpc",
                    "com.google.protobuf.Message",
                    "ch.qos.logback.classic.Logger",
                    "dev.vendaval.protocol.config.HostPort",
                    "dev.vendaval.worker.loader.UserClassLoader")) {
                assertThat(Class.forName(ours)).isNotNull();
                assertThatThrownBy(() -> loader.loadClass(ours)).isInstanceOf(ClassNotFoundException.class);
                assertThat(loader.getResource(ours.replace('.', '/') + ".class"))
                        .isNull();
            }
            assertThat(loader.loadClass("java.util.List")).isSameAs(List.class);
            assertThat(loader.loadClass("java.sql.Driver")).isNotNull();
        }
    }

    @Test
    void aClassOfTheJarWinsOverOneOfTheSameNameOfOurs() throws Exception {
        sources.put("com.esotericsoftware.kryo.Kryo", "package com.esotericsoftware.kryo; public class Kryo {}");
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar()))) {
            assertThat(loader.loadClass("com.esotericsoftware.kryo.Kryo").getClassLoader())
                    .isSameAs(loader);
        }
    }

    @Test
    void aBundledLoggingBindingIsHiddenWithOneWarning() throws Exception {
        resources.put("META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "user.Provider");
        Logger logger = (Logger) LoggerFactory.getLogger(UserClassLoader.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar()))) {
            String provider = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
            assertThat(loader.getResource(provider)).isNull();
            assertThat(Collections.list(loader.getResources(provider))).isEmpty();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("SLF4J binding")
                .contains("ignored");
    }

    @Test
    void readsASerializedObjectOfAClassThatOnlyTheJarHas() throws Exception {
        Path jar = jar();
        byte[] bytes;
        try (URLClassLoader submitting =
                new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            bytes = serialized(
                    submitting.loadClass("user.Answer").getConstructor().newInstance());
        }
        try (UserClassLoader loader = UserClassLoader.of(List.of(jar))) {
            Supplier<?> answer = UserObjects.read("worker hook 1", bytes, Supplier.class, loader);
            assertThat(answer.get()).isEqualTo("from the jar");
            assertThatThrownBy(() ->
                            UserObjects.read("worker hook 1", bytes, Supplier.class, Tuple.class.getClassLoader()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("worker hook 1")
                    .hasMessageContaining("user.Answer");
        }
    }

    @Test
    void aJarThatCannotBeReadIsNamed() {
        Path missing = directory.resolve("missing.jar");
        assertThatThrownBy(() -> UserClassLoader.of(List.of(missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Compiles the sources, without a class path, and packs them with the resources. */
    private Path jar() throws IOException {
        Path sourceRoot = Files.createDirectories(directory.resolve("source"));
        Path classRoot = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = sourceRoot.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.resolveSibling("x").getParent());
            Files.writeString(file, source.getValue());
            assertThat(compiler.run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            classRoot.toString(),
                            "-d",
                            classRoot.toString(),
                            file.toString()))
                    .isZero();
        }
        Path jar = directory.resolve("user.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                java.util.stream.Stream<Path> files = Files.walk(classRoot)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entry(out, classRoot.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                entry(out, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
