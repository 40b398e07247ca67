<#-- Tells of a login. Subject: flowshield.mail.alert.subject, with the realm's name
     flowshieldTime: when; flowshieldBrowser, flowshieldSystem, flowshieldPlace: from where, each may be empty;
     link: where to say that it was somebody else; linkExpiration: how long it works, in minutes. -->
<#import "template.ftl" as layout>
<#import "/flowshield-mail-parts.ftl" as parts>
<@layout.emailLayout>
  <p>${parts.greeting()}</p>
  <p>${msg("flowshield.mail.alert.intro", realmName)}</p>
  <ul>
    <li>${msg("flowshield.mail.alert.time", flowshieldTime)}</li>
    <li>${msg("flowshield.mail.alert.device", parts.device(flowshieldBrowser!"", flowshieldSystem!""))}</li>
    <#if flowshieldPlace?has_content>
      <li>${msg("flowshield.mail.alert.place", flowshieldPlace)}</li>
    </#if>
  </ul>
  <p>${msg("flowshield.mail.alert.you")}</p>
  <p>${msg("flowshield.mail.alert.notYou")}</p>
  <p><a href="${link}" rel="nofollow">${msg("flowshield.mail.alert.button")}</a></p>
  <p>${msg("flowshield.mail.verify.expiry", parts.hours(linkExpiration)?c)}</p>
  <p>${msg("flowshield.mail.linkHint")}<br>${link}</p>
</@layout.emailLayout>
