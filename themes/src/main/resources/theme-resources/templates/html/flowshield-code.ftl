<#-- The code for a step-up. Subject: flowshieldCodeSubject, with the realm's name
     code: what to type; minutes: how long it works, in minutes;
     flowshieldReasons: list of reason codes, may be missing. -->
<#import "template.ftl" as layout>
<#import "/flowshield-mail-parts.ftl" as parts>
<@layout.emailLayout>
  <p>${parts.greeting()}</p>
  <p>${msg("flowshield.mail.code.intro", realmName)}</p>
  <p style="font-size: 1.5em; letter-spacing: 0.2em"><strong>${code}</strong></p>
  <p>${msg("flowshield.mail.code.expiry", minutes)}</p>
  <#assign why = parts.userReasons(flowshieldReasons![])>
  <#if why?has_content>
    <p>${msg("flowshield.mail.code.why")}</p>
    <ul>
      <#list why as text>
        <li>${text}</li>
      </#list>
    </ul>
  </#if>
  <p>${msg("flowshield.mail.code.warning")}</p>
</@layout.emailLayout>
