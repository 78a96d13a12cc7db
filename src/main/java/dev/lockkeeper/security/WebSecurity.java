package dev.lockkeeper.security;

import dev.lockkeeper.Failure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Two chains of filters: programs come with a token and no session, people with a session and no token. Which role a thing
 * needs is asked by the façades, not here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BootstrapSettings.class, SessionSettings.class})
class WebSecurity {

    private static final String PAGES_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    /** Swagger's own page styles its elements one by one. */
    private static final String SWAGGER_POLICY =
            PAGES_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    /** What needs no sign-in: the sign-in itself, what it looks like, and what watches or documents the server. */
    private static final String[] OPEN = {
        "/login",
        "/error",
        "/css/**",
        "/js/**",
        // The build's stamp, and nothing else: a target may be called js.
        "/{stamp:[0-9]+}/js/**",
        "/img/**",
        "/webjars/**",
        "/favicon.ico",
        "/robots.txt",
        "/schema/migration.json",
        "/actuator/health",
        "/actuator/health/**",
        "/actuator/prometheus"
    };

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    SessionPersonFilter sessionPersonFilter(UserStore users, SessionSettings settings, Clock clock) {
        return new SessionPersonFilter(users, settings, clock);
    }

    /** Part of the chain for people; by itself a filter bean would stand before every address. */
    @Bean
    FilterRegistrationBean<SessionPersonFilter> sessionPersonFilterOnlyInItsChain(SessionPersonFilter filter) {
        FilterRegistrationBean<SessionPersonFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    @Order(1)
    SecurityFilterChain programsChain(HttpSecurity http, Tokens tokens, Refusals refusals) throws Exception {
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> hardened(headers, "default-src 'none'; frame-ancestors 'none'"))
                .addFilterBefore(new BearerFilter(tokens, refusals), AnonymousAuthenticationFilter.class)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .build();
    }

    /** An address that is refused before any filter, such as one with a semicolon: programs get a problem there too. */
    @Bean
    RequestRejectedHandler refusedAddresses(Refusals refusals) {
        return (request, response, rejected) -> {
            if (request.getRequestURI().startsWith("/api/")) {
                refusals.write(
                        response,
                        Failure.invalid("The address is not well formed.", "The calls are described at /swagger-ui."));
            } else {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            }
        };
    }

    /** The description of the API is no secret, and a browser could not send a token for it. */
    @Bean
    @Order(2)
    SecurityFilterChain documentationChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        "/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui", "/swagger-ui/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> hardened(headers, SWAGGER_POLICY))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain peopleChain(HttpSecurity http, SignIn signIn, SignOut signOut, SessionPersonFilter person)
            throws Exception {
        // A manager of its own: beside the global one, every wrong password would be tried, counted and recorded twice.
        return http.authenticationManager(new ProviderManager(signIn))
                .headers(headers -> hardened(headers, PAGES_POLICY))
                .requestCache(cache -> cache.requestCache(SignInPages.rememberedPages()))
                .formLogin(form -> form.loginPage("/login")
                        .failureHandler(SignInPages::refused)
                        .successHandler(SignInPages.backToWhereOneWas()))
                .logout(logout -> logout.addLogoutHandler(signOut).logoutSuccessUrl("/login?signedOut"))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(SignInPages::ask))
                // Early: signing out wants to know the person too.
                .addFilterAfter(person, SecurityContextHolderFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
    }

    private static void hardened(HeadersConfigurer<HttpSecurity> headers, String policy) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny);
    }
}
