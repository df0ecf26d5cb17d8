package dev.vendaval.worker.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.channels.Channel;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Which classes can be taken apart by their fields and put together elsewhere. Those that cannot are refused when the
 * first value is encoded, rather than come out empty or broken at the other end.
 */
final class PlainClasses {
    static final String REMEDY = "; register a ValueSerializer for the class (Config.registerSerializer)";

    private static final List<Class<?>> LIVING = List.of(
            Thread.class,
            ThreadGroup.class,
            ThreadLocal.class,
            ClassLoader.class,
            Process.class,
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            Channel.class,
            BaseStream.class,
            Iterator.class,
            Executor.class,
            Future.class,
            Lock.class,
            Condition.class,
            Reference.class,
            Member.class,
            MethodHandle.class);

    private PlainClasses() {}

    /** Why no value of the class can be encoded, whatever writes it; null if it may. */
    static @Nullable String refusal(Class<?> type) {
        if (type.isHidden() || type.getName().contains("$$Lambda")) {
            return "it is a lambda or a hidden class, which exists in this JVM only";
        }
        if (Proxy.isProxyClass(type)) {
            return "it is a dynamic proxy, which exists in this JVM only";
        }
        for (Class<?> living : LIVING) {
            if (living.isAssignableFrom(type)) {
                return "a " + living.getSimpleName() + " is part of this JVM, not data";
            }
        }
        return null;
    }

    /** Why the class cannot be written field by field; null if it can. */
    static @Nullable String refusalByFields(Class<?> type) {
        for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
            boolean fromJdk = ContainerFormats.fromJdk(part);
            for (Field field : part.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (field.isSynthetic()) {
                    return "it is an inner class with a hidden field " + field.getName()
                            + "; make it static, or a record";
                }
                if (fromJdk) {
                    return "the JDK does not let us read the field " + field.getName() + " of " + part.getName();
                }
            }
        }
        return ContainerFormats.fromJdk(type) ? "it is a class of the JDK that we know no form for" : null;
    }

    static CodecException refused(Class<?> type, String reason) {
        return new CodecException("a value of " + type.getName() + " cannot be encoded: " + reason + REMEDY);
    }
}
