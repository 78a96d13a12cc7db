package dev.lockkeeper.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The texts of the pages: {@code frontend/messages/PAGE.properties}, whose keys begin with the name of the file. A translation stands
 * beside it as {@code PAGE_de.properties}; what is not translated is English.
 */
@Configuration(proxyBeanMethods = false)
class Texts {
    private static final String FOLDER = "messages/";
    private static final String FILES = "classpath:" + FOLDER + "*.properties";

    /** One for all, as the files are of the program and do not change; {@link Words} reads it too. */
    static final MessageSource SOURCE = source();

    @Bean
    MessageSource messageSource() {
        return SOURCE;
    }

    private static MessageSource source() {
        ResourceBundleMessageSource source = new ByName();
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setBasenames(names());
        return source;
    }

    private static String[] names() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
                    .map(Resource::getFilename)
                    .filter(name -> name != null && !name.contains("_"))
                    .map(name -> FOLDER + name.replace(".properties", ""))
                    .sorted()
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("the texts of the pages cannot be read", e);
        }
    }

    /** The name of its file is the beginning of a key, so one file is looked into and not each of forty; a page has hundreds of texts. */
    private static final class ByName extends ResourceBundleMessageSource {
        @Override
        protected @Nullable String resolveCodeWithoutArguments(String code, Locale locale) {
            ResourceBundle texts = texts(code, locale);
            return texts == null ? null : getStringOrNull(texts, code);
        }

        @Override
        protected @Nullable MessageFormat resolveCode(String code, Locale locale) {
            ResourceBundle texts = texts(code, locale);
            return texts == null ? null : getMessageFormat(texts, code, locale);
        }

        private @Nullable ResourceBundle texts(String code, Locale locale) {
            int end = code.indexOf('.');
            String file = FOLDER + (end < 0 ? code : code.substring(0, end));
            return getBasenameSet().contains(file) ? getResourceBundle(file, locale) : null;
        }
    }
}
