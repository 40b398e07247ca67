<#-- Public pages around a registration, outside any login.
     flowshieldMode: "status" shows where it stands, also to somebody whose account was disabled;
       "confirm" asks for a press of a button, because scanners follow the links in mails;
       "confirmed" and "invalid" are the answers to that
     flowshieldState, flowshieldReason: as on the waiting page, for "status"
     flowshieldToken, flowshieldActionUrl: where "confirm" posts the field "token" -->
<#import "template.ftl" as layout>
<#import "flowshield-parts.ftl" as parts>
<#assign mode = flowshieldMode!"status">
<#assign phase = flowshieldState!"FRAUD_CHECK">
<#assign withdrawn = phase == "COMPENSATED" || phase == "COMPENSATING">
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    <#if mode == "confirm">
      ${msg("flowshield.confirm.title")}
    <#elseif mode == "confirmed">
      ${msg("flowshield.confirmed.title")}
    <#elseif mode == "invalid">
      ${msg("flowshield.invalid.title")}
    <#elseif withdrawn>
      ${msg("flowshield.pending.withdrawnTitle")}
    <#else>
      ${msg("flowshield.status.title")}
    </#if>
  <#elseif section = "form">
    <@parts.styles/>
    <div id="flowshield-status" class="flowshield" data-mode="${mode}"<#if mode == "status"> data-phase="${phase}"</#if>>
      <#if mode == "confirm">
        <p>${msg("flowshield.confirm.text")}</p>
        <form id="flowshield-confirm" action="${flowshieldActionUrl}" method="post">
          <input type="hidden" name="token" value="${flowshieldToken}">
          <button id="flowshield-confirm-button" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("flowshield.confirm.button")}</button>
        </form>
      <#elseif mode == "confirmed">
        <p role="status">${msg("flowshield.confirmed.text")}</p>
      <#elseif mode == "invalid">
        <p role="alert">${msg("flowshield.invalid.text")}</p>
      <#else>
        <p role="status">${parts.phaseText(phase)}</p>
        <#if flowshieldReason?has_content>
          <p id="flowshield-reason">${parts.userReason(flowshieldReason)}</p>
        </#if>
        <@parts.progress phase=phase/>
        <#if phase == "FINALISED">
          <p><a href="${url.loginUrl}">${msg("flowshield.status.backToLogin")}</a></p>
        </#if>
      </#if>
    </div>
  </#if>
</@layout.registrationLayout>
